import { describe, expect, it } from 'vitest';
import { readForeignKeys } from '../../../../electron/engine/vault/import/read-foreign-keys.ts';
import { parseRelaxedJson, strictJson } from '../../../../electron/engine/vault/import/relaxed-json.ts';
import { BINANCE, KRAKEN, OKX, row, rowsOf, type Row } from './support.ts';

const refused = (exchange: string | null, label: string, problem: string, environment: string | null = null): Row => ({
  exchange,
  label,
  environment,
  problem,
  key: null,
  secret: null,
  passphrase: null,
});

describe('freqtrade configuration', () => {
  const cases: readonly { name: string; text: string; rows: readonly Row[] }[] = [
    {
      name: 'with comments of both kinds and trailing commas, as freqtrade allows',
      text: `// my bot
{
  "max_open_trades": 3, /* as many
     as I dare */
  "dry_run": false,
  "telegram": {"token": "http://not-a-comment", "chat_id": "1,]", },
  "exchange": {
    "name": "binance", // spot
    "key": "${BINANCE.key}",
    "secret": "${BINANCE.secret}",
    "pair_whitelist": ["BTC/USDT", "ETH/USDT",],
  },
}`,
      rows: [row('binance', 'freqtrade binance', BINANCE)],
    },
    {
      name: 'OKX with its password',
      text: JSON.stringify({ exchange: { name: 'okx', key: OKX.key, secret: OKX.secret, password: OKX.passphrase } }),
      rows: [row('okx', 'freqtrade okx', OKX)],
    },
    {
      name: 'keys in ccxt_config, sandbox on',
      text: JSON.stringify({
        exchange: {
          name: 'kraken',
          key: '',
          secret: '',
          ccxt_config: { apiKey: KRAKEN.key, secret: KRAKEN.secret, sandbox: true },
        },
      }),
      rows: [row('kraken', 'freqtrade kraken', KRAKEN, 'testnet')],
    },
    {
      name: 'a dry run without keys',
      text: JSON.stringify({ dry_run: true, exchange: { name: 'kraken', key: '', secret: '' } }),
      rows: [refused('kraken', 'freqtrade kraken', 'no-key')],
    },
    {
      name: 'the sample values',
      text: JSON.stringify({ exchange: { name: 'binance', key: 'your_exchange_key', secret: 'your_exchange_secret' } }),
      rows: [refused('binance', 'freqtrade binance', 'placeholder')],
    },
    {
      name: 'an exchange of others',
      text: JSON.stringify({ exchange: { name: 'bybit', key: BINANCE.key, secret: BINANCE.secret } }),
      rows: [refused(null, 'freqtrade bybit', 'unknown-exchange')],
    },
  ];
  for (const { name, text, rows } of cases) {
    it(name, () => {
      expect(readForeignKeys(text).format).toBe('freqtrade');
      expect(rowsOf(text)).toEqual(rows);
    });
  }
});

describe('CCXT keys', () => {
  const pair = { apiKey: BINANCE.key, secret: BINANCE.secret };
  const cases: readonly { name: string; value: unknown; rows: readonly Row[] }[] = [
    {
      name: 'several exchanges, one of them not ours',
      value: {
        binance: pair,
        okx: { apiKey: OKX.key, secret: OKX.secret, password: OKX.passphrase },
        kraken: { apiKey: KRAKEN.key, secret: KRAKEN.secret },
        bybit: pair,
      },
      rows: [
        row('binance', 'binance', BINANCE),
        row('okx', 'okx', OKX),
        row('kraken', 'kraken', KRAKEN),
        refused(null, 'bybit', 'unknown-exchange'),
      ],
    },
    {
      name: 'sandbox by flag',
      value: { binance: { ...pair, sandbox: true } },
      rows: [row('binance', 'binance', BINANCE, 'testnet')],
    },
    {
      name: 'sandbox by options',
      value: { binance: { ...pair, options: { sandboxMode: true } } },
      rows: [row('binance', 'binance', BINANCE, 'testnet')],
    },
    {
      name: 'sandbox said off',
      value: { binance: { ...pair, sandbox: false } },
      rows: [row('binance', 'binance', BINANCE, 'live')],
    },
    {
      name: 'sandbox by name',
      value: { binance_testnet: pair },
      rows: [row('binance', 'binance_testnet', BINANCE, 'testnet')],
    },
    {
      name: 'a list of keys of one exchange',
      value: { kraken: [{ apiKey: KRAKEN.key, secret: KRAKEN.secret }, 3] },
      rows: [row('kraken', 'kraken', KRAKEN)],
    },
    {
      name: 'other names of the members',
      value: { 'kraken-2': { API_KEY: KRAKEN.key, private_key: KRAKEN.secret } },
      rows: [row('kraken', 'kraken-2', KRAKEN)],
    },
    {
      name: 'a label, the exchange inside',
      value: { desk: { exchange: 'okx', apiKey: OKX.key, secret: OKX.secret, passphrase: OKX.passphrase } },
      rows: [row('okx', 'desk', OKX)],
    },
    {
      name: 'one key alone',
      value: { exchangeId: 'kraken', apiKey: KRAKEN.key, secret: KRAKEN.secret },
      rows: [row('kraken', 'kraken', KRAKEN)],
    },
    {
      name: 'futures hosts of Binance take its keys',
      value: { binanceusdm: pair },
      rows: [row('binance', 'binanceusdm', BINANCE)],
    },
    {
      name: 'Binance.US is another exchange',
      value: { binanceus: pair },
      rows: [refused(null, 'binanceus', 'unknown-exchange')],
    },
    {
      name: 'Kraken Futures too',
      value: { krakenfutures: pair },
      rows: [refused(null, 'krakenfutures', 'unknown-exchange')],
    },
    {
      name: 'OKX without password',
      value: { okx: { apiKey: OKX.key, secret: OKX.secret } },
      rows: [refused('okx', 'okx', 'no-passphrase')],
    },
    {
      name: 'OKX with a template for it',
      value: { okx: { apiKey: OKX.key, secret: OKX.secret, password: `$\{OKX_PASS}` } },
      rows: [refused('okx', 'okx', 'no-passphrase')],
    },
    {
      name: 'no secret',
      value: { binance: { apiKey: BINANCE.key, secret: '' } },
      rows: [refused('binance', 'binance', 'no-secret')],
    },
    {
      name: 'a key with what was no UTF-8',
      value: { binance: { apiKey: `${BINANCE.key}\uFFFD`, secret: BINANCE.secret } },
      rows: [refused('binance', 'binance', 'no-key')],
    },
    {
      name: 'a secret with what was no UTF-8',
      value: { binance: { apiKey: BINANCE.key, secret: `\uFFFD${BINANCE.secret}` } },
      rows: [refused('binance', 'binance', 'no-secret')],
    },
  ];
  for (const { name, value, rows } of cases) {
    it(name, () => {
      expect(rowsOf(JSON.stringify(value, null, 2))).toEqual(rows);
      expect(readForeignKeys(JSON.stringify(value)).format).toBe('ccxt');
    });
  }

  it('shows four characters of a key of ours, none of what may be something else', () => {
    const text = JSON.stringify({ binance: pair, bybit: pair, kraken: { apiKey: 'abc', secret: KRAKEN.secret } });
    expect(readForeignKeys(text).keys.map(({ item }) => item.last4)).toEqual(['IT42', '', '']);
  });
});

describe('what stands for a value to be filled in', () => {
  const texts = [
    'your_api_key',
    'YOUR-API-KEY',
    'yourApiKey',
    'YourSecretHere',
    'my key',
    'xxx',
    'XXXXXXXXXXXXXXXXXXXX',
    '0000',
    '****',
    '...',
    'sk...42',
    `$\{BINANCE_KEY}`,
    '$BINANCE_KEY',
    '{{ key }}',
    '<api key>',
    '[key]',
    '%KEY%',
    'changeme',
    'CHANGE_ME',
    'insert-here',
    'placeholder-key',
    'api-key-here',
    'none',
    'null',
    'test',
    'redacted',
    'op://vault/binance/key',
    'vault:secret/data',
    'enter your key',
  ];
  for (const text of texts)
    it(`"${text}"`, () =>
      expect(rowsOf(JSON.stringify({ binance: { apiKey: text, secret: text } }))[0]?.problem).toMatch(
        /^(placeholder|no-key)$/,
      ));

  it('is no real key', () => {
    for (const { key, secret } of [BINANCE, OKX, KRAKEN])
      expect(rowsOf(JSON.stringify({ binance: { apiKey: key, secret } }))[0]?.problem).toBeNull();
  });
});

describe('JSON with comments', () => {
  const cases = [
    {
      name: 'marks inside a string stay',
      text: '{"a":"// no /* comment */ ,}"}',
      value: { a: '// no /* comment */ ,}' },
    },
    { name: 'an escaped quote does not end a string', text: '{"a":"\\"//x"}', value: { a: '"//x' } },
    { name: 'a comma, then a comment, then the end', text: '[1, // one\n]', value: [1] },
    { name: 'two commas stay an error', text: '[1,,]', value: undefined },
    { name: 'an unclosed comment runs to the end', text: '{"a":1} /* and so on', value: { a: 1 } },
    { name: 'an unclosed string stays an error', text: '{"a":"', value: undefined },
    { name: 'a BOM', text: '\uFEFF{"a":1}', value: { a: 1 } },
  ];
  for (const { name, text, value } of cases) it(name, () => expect(parseRelaxedJson(text)).toEqual(value));

  it('leaves JSON proper as it is', () => {
    const text = JSON.stringify({ a: [1, { b: '/,]' }], c: null }, null, 2);
    expect(strictJson(text)).toBe(text);
  });
});
