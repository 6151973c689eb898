import type { Failure } from '../../../../shared/contract/failure.ts';
import { type ExchangeReply, soleHeader } from '../../http.ts';
import type { Endpoint, ReadOutcome, ReplyContext, Verdict, VerdictGate } from '../definition.ts';
import { type Class, type Meaning, codes } from './error-codes.ts';
import { limits } from './limits.ts';
import { Envelope, OrderAck } from './schemas.ts';

type Effect = Endpoint['effect'];

/** One full window of nearly every limit; OKX names no time itself ("Rate Limits", 2026-08). */
const THROTTLE_MS = 2_000;
/** How long to leave the address alone after the edge refused it: our choice, no document gives one. */
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

function effectOf({ endpoint, request }: ReplyContext): Effect {
  return (limits.endpoints[endpoint] ?? limits.fallback(request.method, request.path)).effect;
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
  const verdict = { ...classes[kind], failure: failureOf(meaning, code, message.trim().slice(0, 300)) };
  // Whatever the code, a 5xx says nothing about the order ("Error Code", 2026-08: 51054 and 51149 imply no outcome).
  return forEffect(status >= 500 ? { ...verdict, execution: 'unknown' } : verdict, effect);
}

// Codes are added often: one that is not in the table is judged by its HTTP status, and is a plain refusal with 200.
function unlisted(status: number): readonly [Class, Meaning] {
  if (status === 429) return ['busy', 'busy'];
  if (status >= 500) return ['unknown', 'busy'];
  if (status === 401 || status === 403) return ['credential', 'key unknown'];
  return ['final', 'rejected'];
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
    const gate: VerdictGate = { cause: 'firewall', scope: 'ip', forMs: FIREWALL_MS };
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

function failureOf(meaning: Meaning, code: string, detail: string): Failure {
  const [kind, rule] = split(meaning);
  switch (kind) {
    case 'filter':
      return { kind, rule, code, detail };
    case 'key':
      return { kind: 'invalid-key', reason: rule, code };
    case 'rate-limited':
      return { kind, code, retryAtMs: null };
    case 'outcome-unknown':
      return { kind, detail: `${code} ${detail}` };
    case 'rejected':
    case 'account-blocked':
      return { kind, code, detail };
    default:
      return { kind, code };
  }
}
