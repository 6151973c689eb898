import type { Alert, AlertKind, AlertRule, AlertSeverity } from '../../../shared/model/alert.ts';

export interface RuleInfo {
  /** Fires when the measure is at or beyond the threshold, in this direction; null: fires when it is so. */
  readonly fires: 'below' | 'above' | null;
  readonly unit: Alert['evidence']['unit'];
  readonly severity: AlertSeverity;
  readonly threshold: number | null;
  readonly clearAt: number | null;
  readonly forS: number;
  readonly coolDownS: number;
  /** What is measured, in one sentence, for the documentation. */
  readonly doc: string;
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

type Timing = readonly [forS: number, coolDownS: number];

function level(
  severity: AlertSeverity,
  unit: RuleInfo['unit'],
  fires: 'below' | 'above',
  [threshold, clearAt]: readonly [threshold: number, clearAt: number],
  [forS, coolDownS]: Timing,
  doc: string,
): RuleInfo {
  return { fires, unit, severity, threshold, clearAt, forS, coolDownS, doc };
}

function fact(severity: AlertSeverity, [forS, coolDownS]: Timing, doc: string): RuleInfo {
  return { fires: null, unit: 'none', severity, threshold: null, clearAt: null, forS, coolDownS, doc };
}

/** One line per kind: what it fires at, when it is over, and how often it may be told. */
export const ruleInfo: Readonly<Record<AlertKind, RuleInfo>> = {
  'headroom-low': level('warning', 'share', 'below', [0.15, 0.3], [3, 5 * MINUTE_S], 'Share of a limit that is free.'),
  'limit-ahead': level(
    'warning',
    'share',
    'above',
    [1, 0.9],
    [5, 5 * MINUTE_S],
    'Share of a limit that will be used when its window turns, or within 30 s where it drains, at the present pace and with the use by others.',
  ),
  'rate-limited': fact(
    'warning',
    [0, MINUTE_S],
    'The exchange refused a call because a limit was reached (429 or its code); ends when the scope opens.',
  ),
  banned: fact('critical', [0, MINUTE_S], 'The exchange has shut this address out (418); ends with the ban.'),
  'gate-closed': fact('notice', [5, 10 * MINUTE_S], 'Headroom itself holds calls back after repeated faults.'),
  'soft-throttling': {
    ...fact(
      'warning',
      [0, 10 * MINUTE_S],
      'Suspected: the exchange got slower than its own usual while we and the others did not; see the detector.',
    ),
    unit: 'share',
  },
  'latency-drift': level(
    'notice',
    'share',
    'above',
    [0.5, 0.25],
    [60, 15 * MINUTE_S],
    'Median time to the first byte over the last half minute against the usual, as a share more.',
  ),
  'error-rate': level(
    'warning',
    'share',
    'above',
    [0.2, 0.1],
    [0, 10 * MINUTE_S],
    'Share of failed calls within a minute, ten calls at least.',
  ),
  'key-expiring': fact('warning', [0, DAY_S], 'A key, or its right to trade, has ended or ends soon.'),
  'key-drifted': fact('warning', [0, DAY_S], 'A key may do more, less or from elsewhere than at the check before.'),
  'key-unused': fact('notice', [0, 7 * DAY_S], 'A key, or a right of it, is not used.'),
  'key-over-privileged': fact(
    'warning',
    [0, 7 * DAY_S],
    'A key may do more than it should: withdraw, move funds, or trade from any address.',
  ),
  'key-check-failed': fact('warning', [0, 6 * HOUR_S], 'The exchange did not take the key, or its check was refused.'),
  'egress-not-listed': fact('warning', [0, 6 * HOUR_S], 'Our address is not on the list of a key.'),
  'egress-changed': fact('notice', [0, HOUR_S], 'An exchange saw us come from another address than before.'),
  'maintenance-ahead': fact('notice', [0, DAY_S], 'The exchange announced maintenance within the next day.'),
  'exchange-down': fact(
    'critical',
    [10, 10 * MINUTE_S],
    'One exchange does not answer, or says that it is under maintenance, while the network is well.',
  ),
  offline: fact('critical', [5, 5 * MINUTE_S], 'Nothing answers: the network of this machine is gone.'),
  firewall: fact('critical', [0, 5 * MINUTE_S], 'The firewall of an exchange refuses this address (403).'),
  'order-unknown': fact(
    'critical',
    [10, MINUTE_S],
    'Nobody knows for ten seconds what became of an order that was sent.',
  ),
  'halt-unfinished': fact(
    'critical',
    [10, MINUTE_S],
    'Trading is halted, and orders of an account may still rest because they could not all be cancelled.',
  ),
  'dead-man-off': fact(
    'critical',
    [0, HOUR_S],
    'The exchange refuses to set the dead-man switch of an account, and trying again will not change that.',
  ),
  'dead-man-near': level(
    'critical',
    'share',
    'below',
    [1 / 3, 0.5],
    [0, MINUTE_S],
    'Share of the time that is left before the dead-man switch fires.',
  ),
  'data-stale': fact(
    'warning',
    [MINUTE_S, 15 * MINUTE_S],
    'Neither the feed of an account nor the readings of its limits say anything new.',
  ),
  'store-trouble': fact(
    'critical',
    [0, HOUR_S],
    'A store on this machine cannot be read or written; ends when it can. What was lost or moved aside: for an hour.',
  ),
  'clock-wrong': level(
    'warning',
    'ms',
    'above',
    [5_000, 4_000],
    [0, HOUR_S],
    'How far the clock of this machine is from that of an exchange.',
  ),
};

/** The common rule of a kind as it is before anybody changes it. */
export function defaultRule(kind: AlertKind): AlertRule {
  const { severity, threshold, clearAt, forS, coolDownS } = ruleInfo[kind];
  return { kind, account: null, isOn: true, severity, threshold, clearAt, forS, coolDownS };
}

export const defaultRules: readonly AlertRule[] = (Object.keys(ruleInfo) as AlertKind[]).map(defaultRule);

/** Kinds of which some are about one account, so that an account may have a rule of its own. */
const OF_ACCOUNTS: ReadonlySet<AlertKind> = new Set<AlertKind>([
  'headroom-low',
  'limit-ahead',
  'rate-limited',
  'gate-closed',
  'key-expiring',
  'key-drifted',
  'key-unused',
  'key-over-privileged',
  'key-check-failed',
  'egress-not-listed',
  'order-unknown',
  'halt-unfinished',
  'dead-man-off',
  'dead-man-near',
  'data-stale',
]);

export function isOfAccounts(kind: AlertKind): boolean {
  return OF_ACCOUNTS.has(kind);
}

/** What is wrong with a rule somebody made; null: nothing. */
export function faultOfRule({ kind, account, threshold, clearAt }: AlertRule): string | null {
  const { fires } = ruleInfo[kind];
  if (account !== null && !isOfAccounts(kind)) return `${kind} is never about one account`;
  if (fires === null) return threshold === null && clearAt === null ? null : `${kind} has no threshold`;
  if (threshold === null) return `${kind} needs a threshold`;
  if (threshold < 0 || (clearAt ?? 0) < 0) return 'a measure is never below 0';
  if (clearAt === null) return null;
  const isOnFiringSide = fires === 'below' ? clearAt < threshold : clearAt > threshold;
  return isOnFiringSide ? `${kind} would clear while it fires` : null;
}
