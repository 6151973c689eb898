import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Grade, GrantUse } from '../../../../shared/model/vault.ts';
import { createPracticeBinance } from '../../../../electron/practice/binance/index.ts';
import { ManualPracticeClock } from '../../../../electron/practice/core/clock.ts';
import { practiceRequest } from '../../../../electron/practice/core/request.ts';
import { createPracticeKraken } from '../../../../electron/practice/kraken/exchange.ts';
import { createPracticeOkx } from '../../../../electron/practice/okx/start.ts';
import { askPractice, auditOf, codesOf, everyMix, flagsOf, NOW_MS } from './support.ts';

const LISTED = ['127.0.0.1', '198.51.100.0/24'];

// Which right opens which grant, said here once more so that a slip in the engine's own table shows.
type Table = Readonly<Record<string, readonly GrantUse['grant'][]>>;

/** What the matrix must say: rights by grant, granted when any of them is on. */
function matrixFrom(table: Table, on: readonly string[]): Readonly<Record<string, boolean>> {
  const rows = Object.entries(table).flatMap(([name, grants]) =>
    grants.map((grant) => [grant, on.includes(name)] as const),
  );
  const granted: Record<string, boolean> = {};
  for (const [grant, isOn] of rows) granted[grant] = (granted[grant] ?? false) || isOn;
  return granted;
}

function seen(matrix: readonly GrantUse[]): Readonly<Record<string, boolean | null>> {
  return Object.fromEntries(
    matrix.map(({ grant, names, isGranted }) => [grant === 'unknown' ? `unknown ${names.join()}` : grant, isGranted]),
  );
}

function worst(...grades: readonly Grade[]): Grade {
  return [...grades].sort().at(-1) ?? 'A';
}

describe('Binance', () => {
  const TABLE: Table = {
    enableReading: ['read'],
    enableSpotAndMarginTrading: ['trade-spot'],
    enableMargin: ['trade-margin'],
    enablePortfolioMarginTrading: ['trade-margin'],
    enableFutures: ['trade-futures'],
    enableVanillaOptions: ['trade-options'],
    enableInternalTransfer: ['transfer'],
    permitsUniversalTransfer: ['transfer'],
    enableWithdrawals: ['withdraw'],
    enableFixApiTrade: ['socket'],
    enableFixReadOnly: ['socket'],
  };
  const FUTURE = 'enablePredictionTrading';
  const SWITCHES = [...Object.keys(TABLE).filter((name) => name !== 'enableReading'), FUTURE];
  const TRADING = Object.keys(TABLE).filter((name) => TABLE[name]?.[0]?.startsWith('trade') ?? false);

  function gradeOf(on: readonly string[], isListed: boolean): Grade {
    const has = (...names: readonly string[]): boolean => names.some((name) => on.includes(name));
    return worst(
      has('enableWithdrawals') ? (isListed ? 'D' : 'F') : 'A',
      has('enableInternalTransfer', 'permitsUniversalTransfer') ? (isListed ? 'C' : 'D') : 'A',
      has(FUTURE) ? 'C' : 'A',
      has(...TRADING) && !isListed ? 'C' : 'A',
      // It says that it deletes such keys.
      on.some((name) => name !== 'enableReading') && !isListed ? 'C' : 'A',
      isListed ? 'A' : 'B',
    );
  }

  for (const isListed of [true, false]) {
    it(`all 2,048 mixes of rights ${isListed ? 'with' : 'without'} an address list`, async () => {
      const clock = new ManualPracticeClock(NOW_MS);
      const { issueKey, handle } = createPracticeBinance({ clock, isMoving: false });
      const wrong: unknown[] = [];
      for (const mix of everyMix(SWITCHES)) {
        const on = ['enableReading', ...mix];
        const flags = flagsOf([...Object.keys(TABLE), FUTURE], on);
        const key = issueKey({ flags, ips: isListed ? LISTED : [] });
        const { facts } = await askPractice(handle, 'binance', key, clock.now());
        const { matrix, grade } = auditOf(facts, 'binance');
        const expected = { ...matrixFrom(TABLE, on), [`unknown ${FUTURE}`]: on.includes(FUTURE) };
        if (JSON.stringify(sorted(seen(matrix))) !== JSON.stringify(sorted(expected))) wrong.push({ on, matrix });
        if (grade !== gradeOf(on, isListed)) wrong.push({ on, grade, expected: gradeOf(on, isListed) });
      }
      expect(wrong.slice(0, 3)).toEqual([]);
    });
  }

  it('tells when the right to trade lapses, and refuses orders from then on', async () => {
    const clock = new ManualPracticeClock(NOW_MS);
    const { issueKey, handle } = createPracticeBinance({ clock, isMoving: false });
    const flags = { enableReading: true, enableSpotAndMarginTrading: true };
    const expiresAtMs = NOW_MS + 86_400_000;
    const key = issueKey({ flags, expiresAtMs });
    const { facts } = await askPractice(handle, 'binance', key, clock.now());
    const lapse = { kind: 'unrestricted-trading', atMs: expiresAtMs, isTold: true };
    expect(auditOf(facts, 'binance').deadlines).toContainEqual(lapse);
    clock.advance(86_400_000);
    const later = await askPractice(handle, 'binance', key, clock.now());
    const audit = auditOf(later.facts, 'binance', { nowMs: clock.now() });
    expect(codesOf(audit.advice)).toContain('critical lapsed-by-rule');
    const secretText = key.secret ?? '';
    const query = `symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.001&timestamp=${clock.now()}`;
    const signature = createHmac('sha256', secretText).update(query).digest('hex');
    const headers = { 'x-mbx-apikey': key.apiKey };
    const order = practiceRequest('POST', `/api/v3/order?${query}&signature=${signature}`, { headers });
    expect(await handle(order)).toMatchObject({ status: 401, body: expect.stringContaining('-2015') });
  });
});

describe('OKX', () => {
  const TABLE: Table = {
    read_only: ['read'],
    // Spot mode (acctLv 1) without options, as a new account has it.
    trade: ['trade-spot', 'transfer', 'sub-account'],
    withdraw: ['withdraw'],
  };
  const FUTURE = 'borrow';

  function gradeOf(on: readonly string[], isListed: boolean): Grade {
    const trades = on.includes('trade');
    return worst(
      on.includes('withdraw') ? (isListed ? 'D' : 'F') : 'A',
      on.includes(FUTURE) ? 'C' : 'A',
      trades ? (isListed ? 'B' : 'C') : 'A',
      isListed ? 'A' : 'B',
    );
  }

  for (const isListed of [true, false]) {
    for (const mix of everyMix(['trade', 'withdraw', FUTURE])) {
      it(`perm ${['read_only', ...mix].join(',')} ${isListed ? 'with' : 'without'} an address list`, async () => {
        const clock = new ManualPracticeClock(NOW_MS);
        const exchange = createPracticeOkx({ clock, isMoving: false });
        const on = ['read_only', ...mix];
        const key = exchange.issueKey({
          flags: flagsOf([...Object.keys(TABLE), FUTURE], on),
          ips: isListed ? LISTED : [],
        });
        const { facts, text } = await askPractice(exchange.handle, 'okx', key, clock.now());
        const { matrix, grade } = auditOf(facts, 'okx');
        const expected = {
          ...matrixFrom(TABLE, on),
          'trade-margin': false,
          'trade-futures': false,
          'trade-options': false,
          ...(on.includes(FUTURE) ? { [`unknown ${FUTURE}`]: true } : {}),
        };
        expect(seen(matrix)).toEqual(expected);
        expect(grade).toBe(gradeOf(on, isListed));
        expect(text).toContain(`"perm":"${on.join(',')}"`);
        expect(text).toContain(`"ip":"${isListed ? LISTED.join(',') : ''}"`);
      });
    }
  }

  it('a key of another user has that user’s uid and the first as its master', async () => {
    const clock = new ManualPracticeClock(NOW_MS);
    const exchange = createPracticeOkx({ clock, isMoving: false });
    const key = exchange.issueKey({ flags: { read_only: true }, accountId: '440000000000000777' });
    const { facts } = await askPractice(exchange.handle, 'okx', key, clock.now());
    expect(facts.accountRef).toBe('440000000000000777');
    expect(facts.extra).toMatchObject({ mainUid: '440000000000000001', type: '1' });
  });
});

describe('Kraken', () => {
  const TABLE: Table = {
    'query-funds': ['read', 'transfer'],
    'add-funds': ['deposit'],
    'withdraw-funds': ['withdraw'],
    'earn-funds': ['earn'],
    'query-open-trades': ['read'],
    'query-closed-trades': ['read'],
    'modify-trades': ['trade-spot'],
    'close-trades': ['trade-spot'],
    'query-ledger': ['read'],
    'export-data': ['export'],
    'create-ws-token': ['socket'],
    'add-withdraw-address': ['address-book'],
    'update-withdraw-address': ['address-book'],
  };
  const FUTURE = 'borrow-funds';
  const CODES = [...Object.keys(TABLE), FUTURE];

  function gradeOf(on: readonly string[], isListed: boolean): Grade {
    const has = (...names: readonly string[]): boolean => names.some((name) => on.includes(name));
    return worst(
      has('withdraw-funds') ? (isListed ? 'D' : 'F') : 'A',
      has('add-withdraw-address', 'update-withdraw-address', FUTURE) ? 'D' : 'A',
      has('modify-trades', 'close-trades') && !isListed ? 'C' : 'A',
      isListed ? 'A' : 'B',
    );
  }

  // Any two codes come up together, apart either way, and both absent; all 2^14 mixes would take seconds.
  const mixes = pairwise(CODES);

  it('the mixes hold every pair of codes in all four ways', () => {
    for (const [index, left] of CODES.entries())
      for (const right of CODES.slice(index + 1))
        expect(new Set(mixes.map((mix) => `${mix.includes(left)} ${mix.includes(right)}`)).size).toBe(4);
  });

  for (const isListed of [true, false]) {
    for (const casing of ['camel', 'snake'] as const) {
      it(`${mixes.length} mixes of codes ${isListed ? 'with' : 'without'} an allowlist, ${casing} case`, async () => {
        const clock = new ManualPracticeClock(NOW_MS);
        const { issueKey, handle, switches } = createPracticeKraken({ clock, isMoving: false });
        switches.keyInfoCasing = casing;
        for (const on of mixes) {
          const key = issueKey({ flags: flagsOf(CODES, on), ips: isListed ? LISTED : [] });
          const { facts } = await askPractice(handle, 'kraken', key, clock.now());
          const { matrix, grade } = auditOf(facts, 'kraken');
          expect(seen(matrix), on.join()).toEqual({
            ...matrixFrom(TABLE, on),
            ...(on.includes(FUTURE) ? { [`unknown ${FUTURE}`]: true } : {}),
          });
          expect(grade, on.join()).toBe(gradeOf(on, isListed));
        }
      });
    }
  }

  it('tells the expiry', async () => {
    const clock = new ManualPracticeClock(NOW_MS);
    const { issueKey, handle } = createPracticeKraken({ clock, isMoving: false });
    const expiresAtMs = NOW_MS + 3 * 86_400_000;
    const key = issueKey({ flags: { 'query-funds': true }, ips: ['127.0.0.0/8'], expiresAtMs });
    const { facts } = await askPractice(handle, 'kraken', key, clock.now());
    const audit = auditOf(facts, 'kraken', { egressAddress: '127.0.0.1' });
    expect(audit.deadlines[0]).toEqual({ kind: 'expiry', atMs: expiresAtMs, isTold: true });
    expect(audit).toMatchObject({ grade: 'B', isEgressListed: true });
  });
});

/** Rows in which any two names come up as yes-yes, yes-no, no-yes and no-no: the binary digits of each name's number. */
function pairwise(names: readonly string[]): readonly (readonly string[])[] {
  const width = Math.ceil(Math.log2(names.length + 1));
  const byDigit = Array.from({ length: width }, (_, digit) =>
    names.filter((_name, index) => ((index + 1) >> digit) % 2 === 1),
  );
  const others = byDigit.map((chosen) => names.filter((name) => !chosen.includes(name)));
  const differences = byDigit.flatMap((left, index) =>
    others.slice(index + 1).map((right) => names.filter((name) => left.includes(name) === right.includes(name))),
  );
  const singles = names.map((name) => [name]);
  const allBut = names.map((name) => names.filter((other) => other !== name));
  return [[], names, ...byDigit, ...others, ...differences, ...singles, ...allBut];
}

function sorted(record: Readonly<Record<string, boolean | null>>): readonly (readonly [string, boolean | null])[] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
