import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { PartNaming } from '../definition.ts';

// Key, altname and wsname of AssetPairs (recorded 2021-04; XXBTZUSD also live 2026-09), under the name of WebSocket v2.
const COMMON: Readonly<Record<string, readonly string[]>> = {
  'BTC/USD': ['XXBTZUSD', 'XBTUSD', 'XBT/USD'],
  'BTC/EUR': ['XXBTZEUR', 'XBTEUR', 'XBT/EUR'],
  'BTC/USDT': ['XBTUSDT', 'XBT/USDT'],
  'ETH/USD': ['XETHZUSD', 'ETHUSD'],
  'ETH/BTC': ['XETHXXBT', 'ETHXBT', 'ETH/XBT'],
  'LTC/USD': ['XLTCZUSD', 'LTCUSD'],
  'DOGE/BTC': ['XXDGXXBT', 'XDGXBT', 'XDG/XBT'],
  'USDT/USD': ['USDTZUSD', 'USDTUSD'],
  'EUR/USD': ['ZEURZUSD', 'EURUSD'],
  'SOL/USD': ['SOLUSD'],
  'ADA/USD': ['ADAUSD'],
  'DOT/USD': ['DOTUSD'],
};

function known(): ReadonlyMap<string, string> {
  const entries = Object.entries(COMMON).map(
    ([display, names]) => [display, [...names, withoutSlash(display)]] as const,
  );
  return new Map(entries.flatMap(([display, names]) => names.map((name) => [name, display] as const)));
}

// REST also takes the newer names without slash, as BTCUSD (command line examples of krakenfx/kraken-cli, 2026-04).
function withoutSlash(display: string): string {
  return display.replace('/', '');
}

function namesOf({ extra, display }: Instrument): readonly string[] {
  const [altname, wsname] = [extra['altname'], extra['wsname']];
  return [altname, wsname, display, withoutSlash(display)].filter((name) => typeof name === 'string');
}

/**
 * Every name of each pair with the one shown, that of WebSocket v2. The pair's own key goes before an altname that
 * several pairs share.
 */
function aliases(instruments: readonly Instrument[]): ReadonlyMap<string, string> {
  const names = new Map(instruments.map(({ symbol, display }) => [symbol, display] as const));
  for (const instrument of instruments) {
    for (const name of namesOf(instrument)) if (!names.has(name)) names.set(name, instrument.display);
  }
  return names;
}

// The first name of each row above is the pair's key.
function knownSymbols(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(COMMON).flatMap(([display, [symbol]]) =>
      symbol === undefined ? [] : [[display, symbol] as const, [symbol, symbol] as const],
    ),
  );
}

function symbols(instruments: readonly Instrument[]): ReadonlyMap<string, string> {
  const byDisplay = Map.groupBy(instruments, ({ display }) => display);
  const shown = [...byDisplay].flatMap(([display, [only, ...more]]) =>
    only === undefined || more.length > 0 ? [] : [[display, only.symbol] as const],
  );
  return new Map([...shown, ...instruments.map(({ symbol }) => [symbol, symbol] as const)]);
}

export const partNames: PartNaming = { known: known(), aliases, knownSymbols: knownSymbols(), symbols };
