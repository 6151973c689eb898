import { type AccountId, Environment } from '../../../shared/model/account.ts';
import type { Alert } from '../../../shared/model/alert.ts';
import { shorten, spanWords } from './shell-text.ts';
import { isWordKey, percent, tenths, word } from './words.ts';

const BODY_CHARS = 200;
const GRAVEST = ['critical', 'warning', 'notice'] as const;

export interface AlertWords {
  readonly title: string;
  readonly body: string;
}

/** The name its user gave an account; null: there is none of that id any more. */
export type LabelOf = (account: AccountId) => string | null;

/**
 * What and where, how grave, and by how much; the page has the advice. Names of limits and shares are no secret; no key,
 * amount, order or instrument is named, since a locked screen shows it too.
 */
export function alertWords(alert: Alert, nowMs: number, labelOf: LabelOf): AlertWords {
  const { kind, facts, endsAtMs, repeats } = alert;
  const what = facts['bucket'];
  const title =
    what === undefined ? word(`alert.kind.${kind}`) : word('alert.title', { kind: word(`alert.kind.${kind}`), what });
  const sentences = [
    word('notice.where', { where: placesOf(alert, labelOf).join(' · ') }),
    ...reasonOf(alert),
    ...(endsAtMs !== null && endsAtMs > nowMs ? [word('notice.ends', { time: spanWords(endsAtMs - nowMs) })] : []),
    ...(repeats > 0 ? [word('notice.repeats', { count: repeats })] : []),
  ];
  return { title, body: shorten(sentences.join(' '), BODY_CHARS) };
}

/** Several of one exchange, gravest first. */
export function manyAlertsWords(alerts: readonly Alert[]): AlertWords {
  const weight = ({ severity }: Alert): number => GRAVEST.indexOf(severity);
  const sorted = [...alerts].sort((a, b) => weight(a) - weight(b));
  const titles = [...new Set(sorted.map(({ kind }) => word(`alert.kind.${kind}`)))];
  const exchange = alerts[0]?.exchange ?? null;
  const count = alerts.length;
  const title =
    exchange === null
      ? word('notice.many', { count })
      : word('notice.many.at', { exchange: word(`exchange.${exchange}`), count });
  return { title, body: shorten(titles.join('. '), BODY_CHARS) };
}

/** `Warning · Binance · Practice · Main account` */
function placesOf({ severity, exchange, account, facts }: Alert, labelOf: LabelOf): readonly string[] {
  const environment = Environment.safeParse(facts['environment']);
  const label = account === null ? null : labelOf(account);
  return [
    word(`alert.severity.${severity}`),
    ...(exchange === null ? [] : [word(`exchange.${exchange}`)]),
    ...(environment.success && environment.data !== 'live' ? [word(`environment.${environment.data}`)] : []),
    ...(label === null ? [] : [label]),
  ];
}

/** The measure that made it fire, or the exchange's code. */
function reasonOf({ kind, facts, evidence }: Alert): readonly string[] {
  if (facts['test'] !== undefined) return [];
  const key = `notice.value.${kind}`;
  const value = evidence.points.findLast((point) => point.value !== null)?.value ?? shareIn(facts);
  if (isWordKey(key) && value !== null) return [word(key, { value: measured(evidence.unit, value) })];
  const code = facts['code'];
  return code === undefined ? [] : [word('notice.code', { code })];
}

function shareIn(facts: Alert['facts']): number | null {
  const share = Number(facts['share'] ?? Number.NaN) / 100;
  return Number.isFinite(share) ? share : null;
}

function measured(unit: Alert['evidence']['unit'], value: number): string {
  return unit === 'ms' ? word('time.s', { value: tenths(value / 1_000) }) : percent(value);
}
