import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspect } from 'node:util';
import { ImportItem } from '../../../../shared/model/vault.ts';
import { readForeignKeys } from '../../../../electron/engine/vault/import/read-foreign-keys.ts';
import { BINANCE, KRAKEN, OKX } from './support.ts';

const MILLION = 1_000_000;

describe('hostile files are read as nothing', () => {
  const cases = [
    { name: 'empty', text: '' },
    { name: 'binary', text: String.fromCharCode(...Array.from({ length: 2_000 }, (_, index) => index % 256)) },
    { name: 'over the cap', text: `{"binance":${JSON.stringify(BINANCE)}}`.padEnd(10 * MILLION) },
    { name: 'nested 400,000 deep', text: '['.repeat(400_000) },
    { name: 'nested objects', text: '{"a":'.repeat(150_000) },
    { name: 'nested and closed', text: `${'['.repeat(400_000)}${']'.repeat(400_000)}` },
    { name: 'comments that never close', text: '/*'.repeat(500_000) },
    { name: 'quotes that never close', text: `{${'"'.repeat(999_999)}` },
    { name: 'backslashes', text: `{"${'\\'.repeat(MILLION)}` },
    { name: 'slashes', text: '/'.repeat(MILLION) },
    { name: 'an array', text: '[{"binance":1}]' },
    { name: 'null', text: 'null' },
    { name: 'a text', text: '"binance"' },
    { name: 'HTML', text: '<!doctype html><html><body>binance</body></html>' },
  ];
  for (const { name, text } of cases)
    it(name, () => expect(readForeignKeys(text)).toEqual({ format: 'unknown', keys: [] }));

  const assigned = [
    { name: 'quotes opened on every line', text: 'A="\\"\n'.repeat(150_000) },
    { name: 'three kinds of quotes never closed', text: `A="x\nB='y\nC=\`z\n${'D=1\n'.repeat(200_000)}` },
    { name: 'one variable many times', text: 'BINANCE_API=x\n'.repeat(70_000) },
  ];
  for (const { name, text } of assigned) it(name, () => expect(readForeignKeys(text).keys).toEqual([]));

  it('keeps to 200 keys', () => {
    const pair = { apiKey: BINANCE.key, secret: BINANCE.secret };
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`binance${index}`, pair]));
    expect(readForeignKeys(JSON.stringify(many)).keys).toHaveLength(200);
  });
});

describe('names that objects inherit', () => {
  it('neither change an object nor are taken for members', () => {
    const text = `{"__proto__":{"apiKey":"${BINANCE.key}","secret":"${BINANCE.secret}"},"constructor":{"apiKey":"${BINANCE.key}","secret":"${BINANCE.secret}"},"binance":{"__proto__":{"apiKey":"${BINANCE.key}"},"secret":"${BINANCE.secret}"}}`;
    const { keys } = readForeignKeys(text);
    expect(keys.map(({ item }) => [item.exchange, item.problem])).toEqual([[null, 'unknown-exchange']]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(
      readForeignKeys(`__PROTO___API_KEY=x\n__proto___api_secret=y\nconstructor_api_key=1`).keys.length,
    ).toBeLessThan(2);
  });
});

describe('nothing of a secret is shown', () => {
  const secrets = [BINANCE.key, BINANCE.secret, OKX.key, OKX.secret, OKX.passphrase, KRAKEN.key, KRAKEN.secret];
  const text = `BINANCE_API_KEY=${BINANCE.key}\nBINANCE_SECRET=${BINANCE.secret}\nOKX_KEY=${OKX.key}\nOKX_SECRET=${OKX.secret}\nOKX_PASS=${OKX.passphrase}\nKRAKEN_KEY=${KRAKEN.key}\nKRAKEN_SECRET=${KRAKEN.secret}`;

  it('in what the page gets', () => {
    const shown = JSON.stringify(readForeignKeys(text).keys.map(({ item }) => item));
    expect(shown).toContain(BINANCE.key.slice(-4));
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('when a found key is printed or serialised', () => {
    const { keys } = readForeignKeys(text);
    expect(keys).toHaveLength(3);
    for (const shown of [JSON.stringify(keys), inspect(keys, { depth: 9, showHidden: true })])
      for (const secret of [BINANCE.secret, OKX.secret, OKX.passphrase, KRAKEN.secret])
        expect(shown).not.toContain(secret);
  });
});

const mark = fc.constantFrom(
  '=',
  '"',
  "'",
  '`',
  '\\',
  '#',
  '//',
  '/*',
  '*/',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  ' ',
  '\n',
  '\r\n',
  '_',
);
const odd = fc.constantFrom(
  '__proto__',
  'constructor',
  'your_api_key',
  '',
  '\uFEFF',
  '\uFFFD',
  '\u0000',
  '💥',
  '\ud800',
  'x',
  'true',
);
const real = fc.constantFrom(BINANCE.key, BINANCE.secret, OKX.key, OKX.passphrase, KRAKEN.key, KRAKEN.secret);
const value = fc.oneof({ weight: 5, arbitrary: real }, odd, fc.string({ unit: 'binary', maxLength: 40 }));
const exchangeName = fc.constantFrom(
  'binance',
  'OKX',
  'kraken',
  'okx_main',
  'kraken-2',
  'binanceTestnet',
  'binanceus',
  'bybit',
  '__proto__',
);
const member = fc.constantFrom(
  'apiKey',
  'key',
  'API_KEY',
  'secret',
  'privateKey',
  'password',
  'passphrase',
  'sandbox',
  'options',
  'name',
);
const members = fc.dictionary(
  member,
  fc.oneof({ weight: 6, arbitrary: value }, fc.boolean(), fc.constant(null), fc.array(value)),
  {
    minKeys: 2,
  },
);
const json = fc.oneof(
  fc.dictionary(fc.oneof({ weight: 4, arbitrary: exchangeName }, odd), fc.oneof(members, fc.array(members), value)),
  members.map((exchange) => ({ exchange })),
  members,
);
const variable = fc
  .tuple(
    fc.constantFrom('', 'export ', '  ', '#', 'set '),
    fc.constantFrom('BINANCE', 'MAIN_BINANCE', 'okx', 'KRAKEN_2', 'BINANCE_TESTNET', 'FREQTRADE__EXCHANGE', 'AWS', ''),
    fc.constantFrom(
      '_API_KEY',
      '_KEY',
      '_SECRET',
      '_API_SECRET',
      '_PRIVATE_KEY',
      '_PASSPHRASE',
      '_PASSWORD',
      '_TESTNET',
      '__NAME',
    ),
    fc.constantFrom('=', ' = ', '="', "='", ':', ''),
    value,
    fc.constantFrom('', '"', "'", ' # x', '\r'),
  )
  .map((parts) => parts.join(''));
const environment = fc.array(variable, { maxLength: 12 }).map((lines) => lines.join('\n'));
const scraps = fc
  .array(fc.oneof(mark, odd, real, exchangeName, member), { maxLength: 40 })
  .map((parts) => parts.join(''));
const sound = fc.oneof(
  json.map((found) => JSON.stringify(found, null, 1)),
  environment,
);
// Half of them whole, half with something thrown in.
const spoilt = fc
  .tuple(sound, fc.nat(), scraps)
  .map(([text, at, scrap]) => `${text.slice(0, at % (text.length + 1))}${scrap}${text.slice(at % (text.length + 1))}`);
const file = fc.oneof(
  { weight: 4, arbitrary: sound },
  { weight: 4, arbitrary: spoilt },
  scraps,
  fc.string({ unit: 'binary' }),
);

describe('whatever the file', () => {
  it('every found key has the form the page expects, and either a problem or what signs', () => {
    fc.assert(
      fc.property(file, (text) => {
        const { keys } = readForeignKeys(text);
        for (const [index, { item, material }] of keys.entries()) {
          expect(ImportItem.parse(item)).toEqual(item);
          expect(item.index).toBe(index);
          expect(item.problem === null).toBe(material !== null);
          expect(item.problem !== null || item.exchange !== null).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('the files above hold enough to be worth it', () => {
    const problems = fc
      .sample(file, 2_000)
      .flatMap((text) => readForeignKeys(text).keys.map(({ item }) => item.problem));
    for (const problem of ImportItem.shape.problem.unwrap().options.filter((name) => name !== 'already-kept'))
      expect(problems, problem).toContain(problem);
    expect(problems.filter((problem) => problem === null).length).toBeGreaterThan(100);
  });
});
