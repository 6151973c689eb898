import type { Failure } from '../../../../shared/contract/failure.ts';
import { type ExchangeReply, soleHeader } from '../../http.ts';
import type { ReadOutcome, ReplyContext, Verdict, VerdictGate } from '../definition.ts';
import type { Endpoint } from '../limit-rules.ts';
import { endpointOf } from '../limit-rules.ts';
import { limits } from './limits.ts';
import { Envelope, OrderAck } from './schemas.ts';

/**
 * What to do about a code.
 * `fix`: do not repeat, the request is wrong. `final`: a business refusal to show. `credential`: stop using the key.
 * `clock`: measure the clock and repeat. `throttle`: the limit's counters keep quiet. `wait`: repeat a little later.
 * `busy`: the exchange's trouble; an order may or may not be there. `unknown`: says nothing about the outcome.
 * `look`: refused because the order is not in the state we thought; ask for it.
 */
type Class = 'fix' | 'final' | 'credential' | 'clock' | 'throttle' | 'wait' | 'busy' | 'unknown' | 'look';

type Meaning = (code: string, detail: string) => Failure;

type CodedKind =
  | 'busy'
  | 'maintenance'
  | 'restricted-location'
  | 'clock-skew'
  | 'missing-permission'
  | 'insufficient-funds'
  | 'unknown-order'
  | 'duplicate-order'
  | 'market-closed'
  | 'too-many-open-orders';

type KeyReason = Extract<Failure, { kind: 'invalid-key' }>['reason'];

const coded =
  (kind: CodedKind): Meaning =>
  (code) => ({ kind, code });
const key =
  (reason: KeyReason): Meaning =>
  (code) => ({ kind: 'invalid-key', reason, code });
// "Your IP {param0} is not included in your API key's IP whitelist." ("Error Code", 2026-08): the address is ours.
const seenFrom: Meaning = (code, detail) => {
  const seenAddress = /\bYour IP (\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f.]{0,4}:[0-9a-f:.]{1,40}) /i.exec(detail)?.[1] ?? null;
  return { kind: 'invalid-key', reason: 'ip', code, ...(seenAddress === null ? {} : { seenAddress }) };
};
const rejected: Meaning = (code, detail) => ({ kind: 'rejected', code, detail });
const blocked: Meaning = (code, detail) => ({ kind: 'account-blocked', code, detail });
const filter =
  (rule: string): Meaning =>
  (code, detail) => ({ kind: 'filter', rule, code, detail });
const limited: Meaning = (code) => ({ kind: 'rate-limited', code, retryAtMs: null });
const unclear: Meaning = (code, detail) => ({ kind: 'outcome-unknown', detail: `${code} ${detail}`.trim() });

// "Error Code" (API v5 docs, 2026-08) unless a line says otherwise. HTTP statuses are not part of the table: 50011 comes
// with 429 and with 200, 50119 is documented with 200 and was seen with 401 (2023-11).
const rows: readonly (readonly [codes: string, kind: Class, meaning: Meaning])[] = [
  // Top codes of trading calls, where no order of the answer carries its own.
  ['1', 'final', rejected],
  ['2', 'unknown', unclear],

  // General.
  ['50000 50002 50006 50010 50014 50015 50016 50024 50025 50039 50072', 'fix', rejected],
  ['50038 50053', 'fix', rejected], // Not in demo trading; only there.
  ['50001', 'busy', coded('maintenance')],
  ['50004', 'unknown', unclear],
  ['50005', 'final', rejected],
  ['50007 50008 50009 50012 50027 50028 50029 50032 50033', 'final', blocked],
  ['50017 50018 50019 50020 50021 50022 50023', 'final', blocked], // ADL, liquidation, funding settlement: passes.
  ['50011 50040 50061', 'throttle', limited],
  ['50013 50026', 'busy', coded('busy')], // 50013 shares HTTP 429 with 50011 and is the exchange's own trouble.
  ['50030 50035', 'credential', coded('missing-permission')],
  ['50036', 'fix', coded('clock-skew')], // The deadline had passed on arrival: nothing was placed.
  ['50037', 'fix', rejected],
  ['50041 50044 50045 50046 50047 50048 50049 50050', 'final', rejected],
  ['50042 50071', 'unknown', coded('duplicate-order')],
  ['50051 50052 50059 50060 50067', 'final', coded('restricted-location')],
  ['50055 50056 50057 50058 50062 50063 50064 50069', 'final', rejected],

  // Authentication.
  ['50100', 'credential', key('frozen')],
  ['50101', 'credential', key('environment')],
  ['50102', 'clock', coded('clock-skew')],
  ['50103 50104 50106 50107', 'fix', key('malformed')],
  ['50105', 'credential', key('passphrase')],
  ['50108 50109 50111 50119', 'credential', key('unknown')], // Also how an expired key may look; often a wrong region.
  ['50110', 'credential', seenFrom],
  ['50112', 'fix', coded('clock-skew')],
  ['50113', 'fix', key('signature')],
  ['50114 50116 50118 50120', 'credential', coded('missing-permission')],
  ['50115', 'fix', rejected],
  ['50121', 'credential', coded('restricted-location')],
  ['50122', 'final', rejected],

  // Orders; mostly as sCode within an answer of HTTP 200.
  ['51000 51003 51111 51406 51500 51501 51512 54036', 'fix', rejected],
  ['51001', 'fix', filter('instrument')],
  ['51004', 'final', filter('leverage')],
  ['51005 51101 51202 51203', 'fix', filter('max-quantity')],
  ['51201', 'fix', filter('max-notional')],
  ['51006 51116 51137 51138', 'fix', filter('price-band')],
  ['51007 51020 51120', 'fix', filter('min-quantity')],
  ['51121', 'fix', filter('quantity-step')],
  ['51150 51514', 'fix', filter('precision')],
  ['51204', 'fix', filter('price')],
  ['51008 51127 51131 51502', 'final', coded('insufficient-funds')],
  ['51009 51024', 'final', blocked],
  ['51010 51023 51124 51169 51170 51511', 'final', rejected],
  ['51016', 'unknown', coded('duplicate-order')],
  ['51021 51022 51027 51028 51029 51030', 'final', coded('market-closed')],
  ['51025 51102 51103 51174', 'final', coded('too-many-open-orders')],
  ['51054 51149', 'unknown', unclear],
  ['51155 51734', 'final', coded('restricted-location')],
  ['51113 51115 58102', 'throttle', limited],
  ['51400 51410 51503 51603', 'look', coded('unknown-order')],
  ['51404 51405 51407 51412 51413 51416', 'look', unclear],
  ['51513', 'wait', limited], // Three amendments of one order are under way: that order waits, no counter is full.
  ['51071 52000 54004 54094', 'final', rejected],
  // Slippage: a client library's list (2026-07), not in the documentation's table. 54109: its change log of 2026-09.
  ['54084 54109', 'final', rejected],
  ['54085', 'fix', rejected],
  ['59604', 'credential', coded('missing-permission')],

  // WebSocket.
  ['60004', 'fix', coded('clock-skew')],
  ['60005 60032', 'credential', key('unknown')],
  ['60006', 'clock', coded('clock-skew')],
  ['60007', 'fix', key('signature')],
  ['60008 60012 60013 60018 60019 60027 60028 60033', 'fix', rejected],
  ['60009 60011 60031', 'fix', key('session')],
  ['60014 60023', 'throttle', limited],
  ['60024', 'credential', key('passphrase')],
  ['63999 64007', 'busy', coded('busy')],
  ['64003', 'final', coded('missing-permission')],
  ['64008', 'busy', coded('maintenance')],

  // Close frames.
  ['4001 4007', 'credential', key('session')],
  ['4002 4003 4008 4009 1009', 'fix', rejected],
  ['4004 4005 4006', 'busy', coded('busy')],
];

const codes: ReadonlyMap<string, readonly [Class, Meaning]> = new Map(
  rows.flatMap(([list, kind, meaning]) => list.split(' ').map((code) => [code, [kind, meaning] as const] as const)),
);

/** Why the matching engine ended an accepted order ("Order channel", 2026-08). */
export const cancelSources: Readonly<Record<string, string>> = {
  '0': 'cancelled by the system',
  '1': 'cancelled by the user',
  '9': 'insufficient balance after funding',
  '13': 'fill-or-kill could not be filled whole',
  '14': 'remainder of immediate-or-cancel',
  '15': 'beyond the price limit',
  '20': 'cancel-all-after triggered',
  '27': 'price gap above 5 %',
  '31': 'post-only would have taken',
  '32': 'self-trade prevention',
  '33': 'more than 1,000 matches',
};

type Effect = Endpoint['effect'];

/** One full window of nearly every limit; OKX names no time itself ("Rate Limits", 2026-08). */
const THROTTLE_MS = 2_000;
/**
 * How long to leave the address alone after the edge refused it: our choice, no document gives one, nor any ban or
 * penalty ("Rate Limits", 2026-08), so that cancels are let through.
 */
const FIREWALL_MS = 30_000;

const throttled: VerdictGate = { cause: 'rate-limited', scope: 'bucket', forMs: THROTTLE_MS };

/** What a class says by itself; `fix` and the like were refused before matching, so nothing was done. */
const classes: Readonly<Record<Class, Pick<Verdict, 'execution' | 'retry' | 'gate'>>> = {
  fix: { execution: 'not-executed', retry: 'never', gate: null },
  final: { execution: 'not-executed', retry: 'never', gate: null },
  credential: { execution: 'not-executed', retry: 'never', gate: null },
  clock: { execution: 'not-executed', retry: 'after-clock-sync', gate: null },
  throttle: { execution: 'not-executed', retry: 'after-delay', gate: throttled },
  wait: { execution: 'not-executed', retry: 'after-delay', gate: null },
  busy: { execution: 'unknown', retry: 'after-delay', gate: null },
  unknown: { execution: 'unknown', retry: 'after-delay', gate: null },
  look: { execution: 'unknown', retry: 'never', gate: null },
};

/** By code alone, as if an order had been refused with it. A sub-code (`51008_1000`) does not change the meaning. */
export function classify(code: string, message: string): Verdict {
  return judge({ code, message, status: 200, effect: 'order' });
}

/**
 * Reads both layers of an answer: where the orders of a trading call carry an `sCode`, that is the result, whatever the
 * top code says (0, 1 or 2); otherwise the top code is ("General Info", 2026-08). One refused order of a batch makes the
 * call a failure whose execution is unknown when others went through.
 */
export function outcome(reply: ExchangeReply, context: ReplyContext): ReadOutcome {
  const effect = effectOf(context);
  const verdict = verdictOf(reply, effect);
  return verdict === null ? { kind: 'success' } : { kind: 'failure', verdict: withRetryAfter(verdict, reply) };
}

function effectOf({ endpoint }: ReplyContext): Effect {
  return endpointOf(limits, endpoint).effect;
}

function verdictOf(reply: ExchangeReply, effect: Effect): Verdict | null {
  const envelope = Envelope.safeParse(reply.json);
  if (!envelope.success) return withoutEnvelope(reply, effect);
  const { code, msg, data } = envelope.data;
  const orders = acksOf(data);
  const refused = orders.filter((order) => order.sCode !== '0');
  if (refused.length > 0) return ofOrders(refused, orders.length, reply.status, effect);
  if (code !== '0') return judge({ code, message: msg, status: reply.status, effect });
  return reply.status < 400 ? null : forEffect({ ...classes.unknown, failure: badReply(reply) }, effect);
}

function acksOf(data: unknown): readonly OrderAck[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((item) => {
    const ack = OrderAck.safeParse(item);
    return ack.success ? [ack.data] : [];
  });
}

function ofOrders(refused: readonly OrderAck[], all: number, status: number, effect: Effect): Verdict {
  const verdicts = refused.map(({ sCode, subCode, sMsg }) =>
    judge({ code: subCode === '' ? sCode : `${sCode}_${subCode}`, message: sMsg, status, effect }),
  );
  const worst = verdicts.find(({ gate }) => gate !== null) ?? verdicts.find(isUnclear) ?? verdicts[0];
  if (worst === undefined) throw new Error('A refusal has at least one order');
  const isMixed = refused.length < all || verdicts.some((verdict) => isUnclear(verdict) !== isUnclear(worst));
  return isMixed ? { ...worst, execution: 'unknown', retry: 'never' } : worst;
}

function isUnclear({ execution }: Verdict): boolean {
  return execution === 'unknown';
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly effect: Effect;
}

function judge({ code, message, status, effect }: Refusal): Verdict {
  const [kind, meaning] = codes.get(code.split('_')[0] ?? '') ?? unlisted(status);
  const verdict = { ...classes[kind], failure: meaning(code, message.trim().slice(0, 300)) };
  // Whatever the code, a 5xx says nothing about the order ("Error Code", 2026-08: 51054 and 51149 imply no outcome).
  return forEffect(status >= 500 ? { ...verdict, execution: 'unknown' } : verdict, effect);
}

// Codes are added often: one that is not in the table is judged by its HTTP status, and is a plain refusal with 200.
function unlisted(status: number): readonly [Class, Meaning] {
  if (status === 429) return ['busy', coded('busy')];
  if (status >= 500) return ['unknown', coded('busy')];
  if (status === 401 || status === 403) return ['credential', key('unknown')];
  return ['final', rejected];
}

/** A read changed nothing, so it may be repeated; an order never is. */
function forEffect(verdict: Verdict, effect: Effect): Verdict {
  if (effect === 'read') return { ...verdict, execution: 'not-executed' };
  return effect === 'order' && isUnclear(verdict) ? { ...verdict, retry: 'never' } : verdict;
}

// The edge in front of the API answers in HTML or plain text. Its 429 may mean "busy" as well as "too fast".
function withoutEnvelope(reply: ExchangeReply, effect: Effect): Verdict {
  const { status } = reply;
  if (status === 429) {
    const gate: VerdictGate = { cause: 'throttled', scope: 'ip', forMs: THROTTLE_MS };
    return forEffect({ ...classes.busy, gate, failure: { kind: 'busy', code: null } }, effect);
  }
  if (status === 403) {
    const gate: VerdictGate = { cause: 'firewall', scope: 'ip', forMs: FIREWALL_MS, sparesCancels: true };
    return { ...classes.credential, gate, failure: { kind: 'firewall', status } };
  }
  if (status >= 500) return forEffect({ ...classes.busy, failure: { kind: 'busy', code: null } }, effect);
  const kind = status >= 400 ? 'fix' : 'unknown';
  return forEffect({ ...classes[kind], failure: badReply(reply) }, effect);
}

function badReply({ status, text }: ExchangeReply): Failure {
  return { kind: 'bad-reply', status, detail: text.slice(0, 120) };
}

// Not documented and never seen, but honoured if it ever comes: whole seconds, clamped to 1 s … 72 h.
function withRetryAfter(verdict: Verdict, reply: ExchangeReply): Verdict {
  const text = soleHeader(reply.headers, 'retry-after');
  if (verdict.gate === null || text === null || !/^\d{1,9}$/.test(text)) return verdict;
  const forMs = Math.min(Math.max(Number(text) * 1_000, 1_000), 72 * 3_600_000);
  return { ...verdict, gate: { ...verdict.gate, forMs } };
}

/** Every code of the documentation's tables that a client has a use for. */
export const documentedCodes: readonly string[] = [...codes.keys()];

export const errors = { outcome, classify };
