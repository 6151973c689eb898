import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { Environment } from '../../../../shared/model/account.ts';

// CCXT's ids whose keys are keys of these exchanges: binanceusdm and binancecoinm are Binance's futures hosts, myokx and
// okxus regional sites of OKX. binanceus, binanceje and krakenfutures issue keys of their own.
const EXCHANGES: ReadonlyMap<string, ExchangeId> = new Map([
  ['binance', 'binance'],
  ['binanceusdm', 'binance'],
  ['binancecoinm', 'binance'],
  ['okx', 'okx'],
  ['okex', 'okx'],
  ['okex5', 'okx'],
  ['myokx', 'okx'],
  ['okxus', 'okx'],
  ['kraken', 'kraken'],
]);

const OTHERS: readonly string[] = ['binanceus', 'binanceje', 'binancetr', 'krakenfutures'];

const ENVIRONMENTS: ReadonlyMap<string, Environment> = new Map([
  ['testnet', 'testnet'],
  ['sandbox', 'testnet'],
  ['sandboxmode', 'testnet'],
  ['demo', 'testnet'],
  ['paper', 'testnet'],
  ['test', 'testnet'],
  ['simulated', 'testnet'],
  ['live', 'live'],
  ['prod', 'live'],
  ['production', 'live'],
  ['mainnet', 'live'],
]);

const LONGEST_NAME = 200;

/** `OKX_mainBot-2` → okx, main, bot, 2; words of two that name one exchange are joined. */
export function wordsOf(name: string): readonly string[] {
  const words = name
    .slice(0, LONGEST_NAME)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return words.flatMap((word, index) => {
    if (OTHERS.includes(`${words[index - 1] ?? ''}${word}`)) return [];
    const pair = `${word}${words[index + 1] ?? ''}`;
    return [OTHERS.includes(pair) ? pair : word];
  });
}

/** The exchange these words name; a number at a word's end is left out where that helps. */
export function exchangeIn(words: readonly string[]): { readonly id: ExchangeId; readonly word: string } | null {
  for (const word of words) {
    const id = EXCHANGES.get(word) ?? EXCHANGES.get(word.replace(/\d+$/, ''));
    if (id !== undefined) return { id, word };
  }
  return null;
}

export function environmentIn(words: readonly string[]): Environment | null {
  for (const word of words) {
    const environment = ENVIRONMENTS.get(word);
    if (environment !== undefined) return environment;
  }
  return null;
}
