import type { Alert, AlertKind } from '../../../shared/model/alert.ts';
import { EXCHANGE_NAMES, shorten, spanWords } from './shell-text.ts';

/** What happened, in so few words that every system shows them whole; the page has the figures and the advice. */
const TITLES: Readonly<Record<AlertKind, string>> = {
  'headroom-low': 'A limit is nearly used up',
  'limit-ahead': 'A limit will be reached soon',
  'rate-limited': 'Calls were refused: too many requests',
  banned: 'Banned for a time',
  'gate-closed': 'Calls are held',
  'soft-throttling': 'Calls are being slowed down',
  'latency-drift': 'Answers take longer than usual',
  'error-rate': 'Many calls fail',
  'key-expiring': 'A key expires soon',
  'key-drifted': 'A key’s permissions changed',
  'key-unused': 'A key is not used any more',
  'key-over-privileged': 'A key may do more than it needs to',
  'key-check-failed': 'A key could not be checked',
  'egress-not-listed': 'This address is not on a key’s list',
  'egress-changed': 'The address of this machine changed',
  'maintenance-ahead': 'Maintenance is announced',
  'exchange-down': 'The exchange does not answer',
  offline: 'No connection',
  firewall: 'Blocked by the exchange’s firewall',
  'order-unknown': 'What became of an order is not known',
  'halt-unfinished': 'Halted, but orders may still rest',
  'dead-man-off': 'The dead man’s switch cannot be set',
  'dead-man-near': 'The dead man’s switch is about to fire',
  'data-stale': 'Figures are old',
  'store-trouble': 'Something could not be stored',
  'clock-wrong': 'The clock of this machine is wrong',
};

const SEVERITY_WORDS: Readonly<Record<Alert['severity'], string>> = {
  notice: 'Notice',
  warning: 'Warning',
  critical: 'Critical',
};
const BODY_CHARS = 200;

export interface AlertWords {
  readonly title: string;
  readonly body: string;
}

/** Names where and how grave; no key, amount or order is named, since a locked screen shows it too. */
export function alertWords(alert: Alert, nowMs: number): AlertWords {
  const where = [alert.exchange === null ? null : EXCHANGE_NAMES[alert.exchange], alert.account].filter(
    (part) => part !== null,
  );
  const ends =
    alert.endsAtMs !== null && alert.endsAtMs > nowMs ? `Ends in ${spanWords(alert.endsAtMs - nowMs)}.` : null;
  const again = alert.repeats > 0 ? `It came back ${alert.repeats} times.` : null;
  const body = [`${[SEVERITY_WORDS[alert.severity], ...where].join(' · ')}.`, ends, again].filter(
    (part) => part !== null,
  );
  return { title: TITLES[alert.kind], body: shorten(body.join(' '), BODY_CHARS) };
}

/** Several of one exchange, gravest first. */
export function manyAlertsWords(alerts: readonly Alert[]): AlertWords {
  const grave = (alert: Alert): number => Object.keys(SEVERITY_WORDS).indexOf(alert.severity);
  const titles = [...new Set([...alerts].sort((a, b) => grave(b) - grave(a)).map(({ kind }) => TITLES[kind]))];
  const place = alerts[0]?.exchange ?? null;
  const where = place === null ? '' : `${EXCHANGE_NAMES[place]}: `;
  return { title: `${where}${alerts.length} alerts`, body: shorten(titles.join('. '), BODY_CHARS) };
}
