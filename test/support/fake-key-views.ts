import type { Environment, ExchangeId } from '../../shared/model/account.ts';
import type { Grant, KeyFacts } from '../../shared/model/key.ts';
import type { Advice, AdviceCode, GrantUse, KeyAudit, KeyView } from '../../shared/model/vault.ts';

const DAY_MS = 86_400_000;

export function advice(
  code: AdviceCode,
  severity: Advice['severity'],
  facts: Record<string, string> = {},
  atMs: number | null = null,
): Advice {
  return { code, severity, facts, atMs };
}

function use(
  grant: Grant,
  names: readonly string[],
  isGranted: boolean | null,
  calls = 0,
  atMs: number | null = null,
): GrantUse {
  return { grant, names: [...names], isGranted, calls, lastUsedAtMs: atMs };
}

function binanceMatrix(nowMs: number, isWide: boolean): GrantUse[] {
  return [
    use('read', ['enableReading'], true, 18_204, nowMs - 4_000),
    use('trade-spot', ['enableSpotAndMarginTrading'], true, 3_120, nowMs - 61_000),
    use('trade-margin', ['enableMargin', 'enablePortfolioMarginTrading'], false),
    use('trade-futures', ['enableFutures'], isWide),
    use('trade-options', ['enableVanillaOptions'], false),
    use('transfer', ['enableInternalTransfer', 'permitsUniversalTransfer'], isWide),
    use('withdraw', ['enableWithdrawals'], isWide),
    use('socket', ['enableFixApiTrade', 'enableFixReadOnly'], null),
    ...(isWide ? [use('unknown', ['enableAlphaWithdrawals'], true)] : []),
  ];
}

function audit(grade: KeyAudit['grade'], rest: Partial<KeyAudit>): KeyAudit {
  return { grade, advice: [], matrix: [], deadlines: [], isEgressListed: null, ...rest };
}

function facts(nowMs: number, rest: Partial<KeyFacts> = {}): KeyFacts {
  return {
    grants: [],
    ipRestriction: { kind: 'none' },
    label: null,
    createdAtMs: nowMs - 40 * DAY_MS,
    modifiedAtMs: null,
    lastUsedAtMs: null,
    expiresAtMs: null,
    accountRef: null,
    extra: {},
    ...rest,
  };
}

interface Named {
  readonly id: string;
  readonly exchange: ExchangeId;
  readonly environment: Environment;
  readonly account: string;
  readonly accountLabel: string;
  readonly label: string;
  readonly last4: string;
}

export function keyView(nowMs: number, named: Named, rest: Partial<KeyView> = {}): KeyView {
  return {
    ...named,
    role: 'active',
    algorithm: 'hmac',
    fingerprint: '3fd1 90ac 77e2 b01d',
    addedAtMs: nowMs - 40 * DAY_MS,
    retiredAtMs: null,
    presence: 'loaded',
    check: { atMs: nowMs - 90_000, failure: null, facts: facts(nowMs) },
    audit: audit('A', { matrix: binanceMatrix(nowMs, false) }),
    drift: null,
    ...rest,
  };
}

function named(
  id: string,
  exchange: ExchangeId,
  environment: Environment,
  label: string,
  last4: string,
  account = id,
): Named {
  return {
    id: `key-${id}`,
    exchange,
    environment,
    account: `${exchange}-${account}`,
    accountLabel: label,
    label,
    last4,
  };
}

/** Those of the practice accounts, as a first start shows them. */
export function practiceKeys(nowMs: number): KeyView[] {
  return (['binance', 'okx', 'kraken'] as const).map((exchange, index) =>
    keyView(
      nowMs,
      {
        id: `key-00000practice${index}`,
        exchange,
        environment: 'practice',
        account: `practice-${exchange}`,
        accountLabel: { binance: 'Practice Binance', okx: 'Practice OKX', kraken: 'Practice Kraken' }[exchange],
        label: { binance: 'Practice Binance', okx: 'Practice OKX', kraken: 'Practice Kraken' }[exchange],
        last4: `pr${index}x`,
      },
      { presence: 'session', addedAtMs: nowMs - 60_000 },
    ),
  );
}

/** One key for every grade, presence, role and kind of finding. */
export function richKeys(nowMs: number): KeyView[] {
  const addresses = ['203.0.113.7', '203.0.113.8', '2001:db8::7'];
  return [
    keyView(nowMs, named('aaaaaaaa01', 'binance', 'live', 'Main account', '9fQz'), {
      audit: audit('F', {
        matrix: binanceMatrix(nowMs, true),
        advice: [
          advice('hmac-algorithm', 'notice'),
          advice('withdraw-without-ip-list', 'critical', { names: 'enableWithdrawals' }),
          advice('unknown-grant', 'critical', { name: 'enableAlphaWithdrawals' }),
          advice('trade-without-ip-list', 'warning', {
            names: 'enableSpotAndMarginTrading, enableFutures',
            deletedBy: 'the key page',
          }),
          advice('transfer-granted', 'warning', { name: 'permitsUniversalTransfer' }),
          advice('unused-grant', 'notice', { name: 'enableFutures', days: '30' }),
        ],
        deadlines: [
          { kind: 'unrestricted-trading', atMs: nowMs + 9 * DAY_MS, isTold: true },
          { kind: 'rotation', atMs: nowMs + 140 * DAY_MS, isTold: false },
        ],
      }),
      drift: {
        atMs: nowMs - 3_600_000,
        changes: [
          { name: 'enableWithdrawals', grant: 'withdraw', from: false, to: true },
          { name: 'enableMargin', grant: 'trade-margin', from: true, to: false },
        ],
        ipRestriction: { from: '203.0.113.7, 203.0.113.8', to: 'none' },
      },
    }),
    keyView(nowMs, named('bbbbbbbb02', 'okx', 'live', 'OKX grid bot', 'a01c', 'grid'), {
      check: {
        atMs: nowMs - 120_000,
        failure: null,
        facts: facts(nowMs, {
          ipRestriction: { kind: 'list', addresses },
          accountRef: '4471',
          extra: { perm: 'read_only,trade' },
        }),
      },
      audit: audit('D', {
        isEgressListed: false,
        matrix: [
          use('read', ['read_only'], true, 902, nowMs - 9_000),
          use('trade-spot', ['trade'], true, 0),
          use('withdraw', ['withdraw'], false),
        ],
        advice: [
          advice('egress-not-on-list', 'critical', { address: '198.51.100.23' }),
          advice('trade-moves-funds', 'notice', { name: 'trade' }),
          advice('lapses-by-rule', 'warning', { rule: 'inactivity', days: '2', told: 'no' }),
        ],
        deadlines: [{ kind: 'inactivity', atMs: nowMs + 2 * DAY_MS, isTold: false }],
      }),
    }),
    keyView(nowMs, named('cccccccc03', 'okx', 'live', 'OKX grid bot, new', 'b77d', 'grid'), {
      role: 'candidate',
      accountLabel: 'OKX grid bot',
      audit: audit('A', { matrix: [use('read', ['read_only'], true), use('trade-spot', ['trade'], true)] }),
    }),
    keyView(nowMs, named('dddddddd04', 'okx', 'live', 'OKX grid bot, old', 'c0de', 'grid'), {
      role: 'retired',
      retiredAtMs: nowMs - 2 * DAY_MS,
      accountLabel: 'OKX grid bot',
      audit: audit('C', { advice: [advice('old-key', 'notice', { days: '211' })] }),
    }),
    keyView(nowMs, named('eeeeeeee05', 'kraken', 'live', 'Kraken reader', 'Kx9=', 'reader'), {
      presence: 'waiting',
      check: {
        atMs: nowMs - 86_400_000,
        failure: 'timeout',
        facts: facts(nowMs, { ipRestriction: { kind: 'list', addresses: null } }),
      },
      audit: audit('B', {
        advice: [advice('check-failed', 'notice', { failure: 'timeout' })],
        matrix: [use('read', ['query-funds', 'query-open-trades'], true, 80, nowMs - 3_600_000)],
        deadlines: [{ kind: 'expiry', atMs: nowMs - DAY_MS, isTold: true }],
      }),
    }),
    keyView(nowMs, named('ffffffff06', 'binance', 'testnet', 'Testnet bot', 'tN77', 'test'), {
      algorithm: 'ed25519',
      presence: 'missing',
      check: { atMs: nowMs - 5_000, failure: null, facts: facts(nowMs, { ipRestriction: { kind: 'unknown' } }) },
      audit: audit('C', {
        advice: [advice('cannot-check', 'notice')],
        matrix: binanceMatrix(nowMs, false).map((row) => ({ ...row, isGranted: null })),
      }),
    }),
    keyView(nowMs, named('gggggggg07', 'kraken', 'live', 'Kraken, not yet asked', 'zz00', 'fresh'), {
      presence: 'session',
      check: null,
      audit: null,
    }),
    ...practiceKeys(nowMs),
  ];
}
