import type { Alert } from '../../../shared/model/alert.ts';

/** Facts that may leave this machine: names of rules and limits, shares, days, codes. No amount, no address, no id of an account at the exchange. */
const TOLD_FACTS: ReadonlySet<string> = new Set([
  'test',
  'more',
  'bucket',
  'environment',
  'code',
  'cause',
  'share',
  'days',
  'advice',
  'grant',
  'why',
  'startsAtMs',
  'evidence',
  'class',
]);

/** What a webhook is sent: generic JSON, the same for every receiver. Times are epoch ms. */
export function webhookBody(alert: Alert, sentAtMs: number): string {
  const facts = Object.fromEntries(Object.entries(alert.facts).filter(([name]) => TOLD_FACTS.has(name)));
  return JSON.stringify({
    app: 'headroom',
    version: 1,
    id: alert.id,
    kind: alert.kind,
    severity: alert.severity,
    exchange: alert.exchange,
    account: alert.account,
    isTest: alert.facts['test'] !== undefined,
    firedAtMs: alert.firedAtMs,
    endsAtMs: alert.endsAtMs,
    sentAtMs,
    facts,
  });
}

const LONGEST_URL = 500;

/** What is wrong with an address somebody typed; null: nothing that can be seen from its text. */
export function faultOfUrl(text: string): string | null {
  if (text.length > LONGEST_URL) return 'the address is too long';
  if (!URL.canParse(text)) return 'this is no address';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'it must begin with https://';
  if (url.username !== '' || url.password !== '') return 'it must not hold a user name or password';
  // `url.hash` is empty for a bare `#` too.
  if (text.includes('#')) return 'it must not hold a #';
  const host = url.hostname.replace(/\.$/, '');
  if (host === '' || host === 'localhost' || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host)) {
    return 'it must be a public host';
  }
  return null;
}
