import { type Account, Environment } from '../../../shared/model/account.ts';
import type { Alert, AlertKind, AlertSeverity } from '../../../shared/model/alert.ts';
import { GateCause } from '../../../shared/model/bucket.ts';
import { type MessageValues, t } from '../../i18n/i18n.ts';
import { formatDayTime, formatFineShare, formatSpan } from '../../ui/format.ts';

type Accounts = readonly Pick<Account, 'id' | 'label'>[];

export function kindText(kind: AlertKind): string {
  return t(`alert.kind.${kind}`);
}

export function severityText(severity: AlertSeverity): string {
  return t(`alert.severity.${severity}`);
}

export function isTest({ facts }: Alert): boolean {
  return facts['test'] !== undefined;
}

/** Kind and thing in one line: `Little headroom: ORDERS 10 SECOND`. */
export function titleText(alert: Alert): string {
  const what = whatText(alert);
  return what === null ? kindText(alert.kind) : t('alert.title', { kind: kindText(alert.kind), what });
}

/** The thing it is about, by the name its user knows; null: there is no other than where. */
export function whatText({ facts }: Alert): string | null {
  const { bucket, part, label, last4, symbol, egress } = facts;
  if (bucket !== undefined) return part === undefined ? bucket : `${bucket} · ${part}`;
  if (label !== undefined) return last4 === undefined ? label : t('alert.key', { label, last4 });
  return symbol ?? egress ?? null;
}

/** Exchange, environment unless it is the real one, and account it is about. */
export function whereText({ exchange, account, facts }: Alert, accounts: Accounts): string {
  const environment = environmentIn(facts);
  const names = [
    ...(exchange === null ? [] : [t(`exchange.${exchange}`)]),
    ...(environment === null || environment === 'live' ? [] : [t(`environment.${environment}`)]),
    ...(account === null ? [] : [accounts.find(({ id }) => id === account)?.label ?? account]),
  ];
  return names.length === 0 ? t('alert.everywhere') : names.join(' · ');
}

/** Null: the host did not say, or a word this page does not know. */
export function environmentIn(facts: Alert['facts']): Environment | null {
  const parsed = Environment.safeParse(facts['environment']);
  return parsed.success ? parsed.data : null;
}

export function whyText(alert: Alert): string {
  if (isTest(alert)) return t('alert.test.text');
  const values = factValues(alert);
  return alert.kind === 'soft-throttling' ? slowText(alert, values) : t(`alert.why.${alert.kind}`, values);
}

// What is not measured is not claimed: signs alone are no slowness, and nobody to compare with rules nothing out.
function slowText({ facts }: Alert, values: MessageValues): string {
  const isSlow = facts['evidence'] === undefined || facts['evidence'].includes('latency ');
  if (!isSlow) return t('alert.why.soft-throttling.signs', values);
  return t(facts['why'] === 'alone' ? 'alert.why.soft-throttling.alone' : 'alert.why.soft-throttling', values);
}

const SIGNS = [
  'latency orders',
  'latency account',
  'latency market',
  'reconnect',
  'gap',
  'refusal-without-code',
  'stale-data',
] as const;

function signsText(evidence: string): string {
  const words = evidence.split(', ').map((word) => {
    const known = SIGNS.find((sign) => sign === word);
    return known === undefined ? word : t(`alert.sign.${known}`);
  });
  return words.join(', ');
}

/** One notice may stand for several alerts of one moment. */
export function othersText({ facts }: Alert): readonly string[] {
  const count = Number(facts['more'] ?? 0);
  return count > 0 ? [t('toast.more', { count })] : [];
}

export function doText(alert: Alert): string {
  return t(`alert.do.${alert.kind}`);
}

/** What fills the holes of any sentence; a dash where the host said nothing. */
function factValues(alert: Alert): MessageValues {
  const { facts, evidence } = alert;
  const none = t('figure.none');
  const share = facts['share'] === undefined ? null : Number(facts['share']) / 100;
  const startsAtMs = Number(facts['startsAtMs'] ?? Number.NaN);
  return {
    value: measureText(evidence.unit, lastValue(alert) ?? share),
    threshold: measureText(evidence.unit, evidence.threshold),
    code: facts['code'] ?? none,
    cause: causeText(facts['cause']),
    evidence: facts['evidence'] === undefined ? none : signsText(facts['evidence']),
    from: facts['from'] ?? none,
    to: facts['to'] ?? none,
    starts: Number.isFinite(startsAtMs) ? formatDayTime(startsAtMs) : none,
    announced: facts['title'] ?? none,
    detail: facts['detail'] ?? none,
  };
}

export function lastValue({ evidence }: Alert): number | null {
  return evidence.points.findLast(({ value }) => value !== null)?.value ?? null;
}

function causeText(cause: string | undefined): string {
  const known = GateCause.safeParse(cause);
  return known.success ? t(`gate.${known.data}`) : t('figure.none');
}

/** A measure in the unit of its rule: `15%`, `5.0 s`. */
export function measureText(unit: Alert['evidence']['unit'], value: number | null): string {
  if (value === null) return t('figure.none');
  if (unit === 'ms') return formatSpan(value);
  return unit === 'share' ? formatFineShare(value) : String(value);
}

const NAMED = [
  'bucket',
  'part',
  'environment',
  'share',
  'calls',
  'cause',
  'code',
  'evidence',
  'why',
  'detail',
  'label',
  'last4',
  'advice',
  'symbol',
  'side',
  'seconds',
  'egress',
  'from',
  'to',
  'days',
  'grant',
  'more',
] as const;
type Named = (typeof NAMED)[number];

export interface Fact {
  /** Null: the page has no word for it. */
  readonly name: string | null;
  readonly key: string;
  readonly value: string;
}

/** What the host told about it, named where the page knows the name. */
export function factsOf({ facts }: Alert): readonly Fact[] {
  const isShown = ([key]: readonly [string, string]): boolean => key !== 'test' && key !== 'startsAtMs';
  return Object.entries(facts)
    .filter(isShown)
    .map(([key, value]) => ({ name: nameOf(key), key, value: valueText(key, value, facts) }));
}

const REASONS = ['alone', 'feed', 'readings', 'status', 'down', 'maintenance'] as const;

/** Words of the host in the page's own; anything else as it came. */
function valueText(key: string, value: string, facts: Alert['facts']): string {
  const environment = environmentIn(facts);
  const reason = REASONS.find((one) => one === value);
  if (key === 'environment' && environment !== null) return t(`environment.${environment}`);
  if (key === 'cause') return causeText(value);
  if (key === 'evidence') return signsText(value);
  return key === 'why' && reason !== undefined ? t(`fact.why.${reason}`) : value;
}

function nameOf(key: string): string | null {
  if (key === 'title') return t('fact.announced');
  const known = NAMED.find((one): one is Named => one === key);
  return known === undefined ? null : t(`fact.${known}`);
}
