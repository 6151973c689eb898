import { describe, expect, it } from 'vitest';
import { readAssignments } from '../../../../electron/engine/vault/import/env-file.ts';
import { readForeignKeys } from '../../../../electron/engine/vault/import/read-foreign-keys.ts';
import { BINANCE, KRAKEN, OKX, row, rowsOf, type Row } from './support.ts';

const PEM =
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u\n-----END PRIVATE KEY-----';
const refused = (exchange: string | null, label: string, problem: string): Row => ({
  exchange,
  label,
  environment: null,
  problem,
  key: null,
  secret: null,
  passphrase: null,
});
const lines = (...parts: readonly string[]): string => parts.join('\n');

const cases: readonly { name: string; text: string; rows: readonly Row[] }[] = [
  {
    name: 'plain',
    text: lines(`BINANCE_API_KEY=${BINANCE.key}`, `BINANCE_SECRET=${BINANCE.secret}`),
    rows: [row('binance', 'binance', BINANCE)],
  },
  {
    name: 'exports, quotes, spaces, comments and CRLF',
    text: `\uFEFF# keys\r\n\r\nexport BINANCE_API_KEY = "${BINANCE.key}" # mine\r\n  export BINANCE_API_SECRET='${BINANCE.secret}'\r\nset KRAKEN_API_KEY=${KRAKEN.key}   # base64\r\nKRAKEN_PRIVATE_KEY=${KRAKEN.secret}\r\n`,
    rows: [row('binance', 'binance', BINANCE), row('kraken', 'kraken', KRAKEN)],
  },
  {
    name: 'OKX by passphrase',
    text: lines(`OKX_API_KEY=${OKX.key}`, `OKX_SECRET_KEY=${OKX.secret}`, `OKX_PASSPHRASE="${OKX.passphrase}"`),
    rows: [row('okx', 'okx', OKX)],
  },
  {
    name: 'OKX by password, in small letters',
    text: lines(`okx_key=${OKX.key}`, `okx_secret=${OKX.secret}`, `okx_password=${OKX.passphrase}`),
    rows: [row('okx', 'okx', OKX)],
  },
  {
    name: 'several accounts by prefix and by suffix',
    text: lines(
      `MAIN_BINANCE_API_KEY=${BINANCE.key}`,
      `KRAKEN_API_KEY_2=${KRAKEN.key}`,
      `MAIN_BINANCE_API_SECRET=${BINANCE.secret}`,
      `KRAKEN_API_SECRET_2=${KRAKEN.secret}`,
    ),
    rows: [row('binance', 'main binance', BINANCE), row('kraken', 'kraken 2', KRAKEN)],
  },
  {
    name: 'testnet beside live',
    text: lines(
      `BINANCE_API_KEY=${BINANCE.key}`,
      `BINANCE_API_SECRET=${BINANCE.secret}`,
      `BINANCE_TESTNET_API_KEY=${BINANCE.key}`,
      `BINANCE_TESTNET_API_SECRET=${BINANCE.secret}`,
    ),
    rows: [row('binance', 'binance', BINANCE), row('binance', 'binance', BINANCE, 'testnet')],
  },
  {
    name: 'testnet by a switch',
    text: lines('BINANCE_TESTNET=true', `BINANCE_KEY=${BINANCE.key}`, `BINANCE_SECRET=${BINANCE.secret}`),
    rows: [row('binance', 'binance', BINANCE, 'testnet')],
  },
  {
    name: 'testnet switched off',
    text: lines(
      `BINANCE_KEY=${BINANCE.key}`,
      `BINANCE_SECRET=${BINANCE.secret}`,
      'BINANCE_USE_TESTNET=0',
      'BINANCE_SANDBOX=false',
    ),
    rows: [row('binance', 'binance', BINANCE, 'live')],
  },
  {
    name: 'freqtrade’s variables',
    text: lines(
      'FREQTRADE__EXCHANGE__NAME=kraken',
      `FREQTRADE__EXCHANGE__KEY=${KRAKEN.key}`,
      `FREQTRADE__EXCHANGE__SECRET=${KRAKEN.secret}`,
    ),
    rows: [row('kraken', 'kraken', KRAKEN)],
  },
  {
    name: 'the exchange in a variable of its own',
    text: lines(`API_KEY=${BINANCE.key}`, `API_SECRET=${BINANCE.secret}`, 'EXCHANGE=binance'),
    rows: [row('binance', 'binance', BINANCE)],
  },
  {
    name: 'no exchange named',
    text: lines(`API_KEY=${BINANCE.key}`, `API_SECRET=${BINANCE.secret}`),
    rows: [refused(null, '', 'unknown-exchange')],
  },
  {
    name: 'a private key over several lines',
    text: lines(`BINANCE_API_KEY=${BINANCE.key}`, `BINANCE_PRIVATE_KEY="${PEM}"`),
    rows: [row('binance', 'binance', { key: BINANCE.key, secret: PEM })],
  },
  {
    name: 'a private key with \\n',
    text: lines(`BINANCE_API_KEY=${BINANCE.key}`, `BINANCE_PRIVATE_KEY="${PEM.replaceAll('\n', '\\n')}"`),
    rows: [row('binance', 'binance', { key: BINANCE.key, secret: PEM })],
  },
  {
    name: 'the later of two',
    text: lines('BINANCE_API_KEY=old', `BINANCE_API_KEY=${BINANCE.key}`, `BINANCE_API_SECRET=${BINANCE.secret}`),
    rows: [row('binance', 'binance', BINANCE)],
  },
  {
    name: 'a quote never closed',
    text: lines(`BINANCE_API_KEY=${BINANCE.key}`, `BINANCE_API_SECRET="${BINANCE.secret}`),
    rows: [row('binance', 'binance', BINANCE)],
  },
  {
    name: 'samples',
    text: lines('BINANCE_API_KEY=your_api_key', `BINANCE_API_SECRET=$\{SECRET}`),
    rows: [refused('binance', 'binance', 'placeholder')],
  },
  {
    name: 'empty',
    text: lines('BINANCE_API_KEY=', 'BINANCE_API_SECRET=""'),
    rows: [refused('binance', 'binance', 'no-key')],
  },
  {
    name: 'a key without secret',
    text: `KRAKEN_API_KEY=${KRAKEN.key}`,
    rows: [refused('kraken', 'kraken', 'no-secret')],
  },
  {
    name: 'OKX without passphrase',
    text: lines(`OKX_API_KEY=${OKX.key}`, `OKX_API_SECRET=${OKX.secret}`),
    rows: [refused('okx', 'okx', 'no-passphrase')],
  },
  {
    name: 'Binance.US is another exchange',
    text: lines(`BINANCE_US_API_KEY=${BINANCE.key}`, `BINANCE_US_API_SECRET=${BINANCE.secret}`),
    rows: [refused(null, 'binanceus', 'unknown-exchange')],
  },
  {
    name: 'secrets of other things are none of ours',
    text: lines(
      'DATABASE_PASSWORD=hunter2',
      'AWS_ACCESS_KEY_ID=AKIAXXXXXXXX',
      'AWS_SECRET_ACCESS_KEY=abc',
      'STRIPE_SECRET=sk_live_1',
    ),
    rows: [],
  },
];

describe('environment files', () => {
  for (const { name, text, rows } of cases) {
    it(name, () => {
      expect(rowsOf(text)).toEqual(rows);
      expect(readForeignKeys(text).format).toBe('env');
    });
  }
});

describe('assignments', () => {
  const table = [
    { text: 'A=1', found: [['A', '1']] },
    { text: 'A = b c  # d', found: [['A', 'b c']] },
    { text: 'A=b#c', found: [['A', 'b#c']] },
    { text: 'A=# nothing', found: [['A', '']] },
    { text: "A='$x \\n'", found: [['A', '$x \\n']] },
    { text: 'A="x\\"y"', found: [['A', 'x"y']] },
    {
      text: 'A="1\n2"\nB=3',
      found: [
        ['A', '1\n2'],
        ['B', '3'],
      ],
    },
    {
      text: 'A=\nB=2',
      found: [
        ['A', ''],
        ['B', '2'],
      ],
    },
    { text: 'no assignment\n=x\n9A=1\nB=2', found: [['B', '2']] },
    { text: '', found: [] },
  ] as const;
  for (const { text, found } of table)
    it(JSON.stringify(text), () =>
      expect(readAssignments(text).map(({ name, value }) => [name, value])).toEqual(found),
    );
});
