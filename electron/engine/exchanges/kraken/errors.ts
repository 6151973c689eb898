import type { z } from 'zod';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeDefinition, ReadOutcome, ReplyContext, Verdict, VerdictGate } from '../definition.ts';
import { type Endpoint, endpointOf } from '../limit-rules.ts';
import { type ExchangeReply, soleHeader } from '../../http.ts';
import { type ErrorRow, errorRows, QUIET_MS, socketRows } from './error-table.ts';
import { limits } from './limits.ts';
import { Envelope } from './schemas.ts';

/** The strings of "Spot Error Messages" and the reference pages (2026-05 to 2026-08), each matched as a prefix. */
export const documentedCodes: readonly string[] = errorRows.map((row) => row.prefix);

// The longest first: "EQuery:Unknown asset pair" begins with "EQuery:Unknown asset".
const rows = [...errorRows, ...socketRows].sort((left, right) => right.prefix.length - left.prefix.length);

// A row of the activity log holds 80 characters of code.
const CODE_LENGTH = 80;
const DETAIL_LENGTH = 200;

/** The verdict on one error text; `message` counts where `code` is empty. A text nobody listed may have been executed. */
export function classify(code: string, message: string): Verdict {
  return verdictOn(code.trim() === '' ? message : code, null);
}

// Kraken itself writes "EService: Throttled" with a blank, its command line tool expects it with and without (2026-04).
function normal(text: string): string {
  return text.trim().replace(/^([EW][A-Za-z]+):\s+/, '$1:');
}

function rowFor(text: string): ErrorRow | undefined {
  return rows.find((row) => text.startsWith(row.prefix));
}

function verdictOn(raw: string, serverMs: number | null): Verdict {
  const text = normal(raw);
  const code = text.slice(0, CODE_LENGTH);
  const row = rowFor(text);
  if (row === undefined) return unlisted(code, text);
  const { execution, retry, gate } = row.act;
  const verdict: Verdict = { failure: row.failure(code, text.slice(0, DETAIL_LENGTH)), execution, retry, gate };
  return gate?.cause === 'throttled' ? throttled(verdict, gate, text, serverMs) : verdict;
}

function unlisted(code: string, text: string): Verdict {
  const failure: Failure = { kind: 'rejected', code, detail: text.slice(0, DETAIL_LENGTH) };
  return { failure, execution: 'unknown', retry: 'never', gate: null };
}

const LEAST_MS = 1_000;
const MOST_MS = 72 * 3_600_000;

// "EService: Throttled: <unix seconds>" says when to come back ("Spot REST Rate Limits", 2026-08).
function throttled(verdict: Verdict, gate: VerdictGate, text: string, serverMs: number | null): Verdict {
  const match = /^EService:Throttled:\s?(\d{10})$/.exec(text);
  if (match === null) return verdict;
  const untilMs = Number(match[1]) * 1_000;
  const failure: Failure = { kind: 'rate-limited', code: verdictCode(verdict), retryAtMs: untilMs };
  if (serverMs === null) return { ...verdict, failure };
  const forMs = Math.min(MOST_MS, Math.max(LEAST_MS, untilMs - serverMs));
  return { ...verdict, failure, gate: { ...gate, forMs } };
}

function verdictCode(verdict: Verdict): string | null {
  return 'code' in verdict.failure ? verdict.failure.code : null;
}

/** What an answer means: the envelope decides, whatever the HTTP status; without one it says nothing about orders. */
export function outcome(reply: ExchangeReply, context: ReplyContext): ReadOutcome {
  const endpoint = endpointOf(limits, context.endpoint);
  const envelope = Envelope.safeParse(reply.json);
  if (!envelope.success) return failed(noEnvelope(reply), endpoint, context, true);
  // A warning may stand beside a valid result (Spot REST Introduction, 2026-05).
  const texts = envelope.data.error.filter((text) => !text.startsWith('W'));
  const verdicts = texts.map((text) => verdictOn(text, context.serverMs));
  const worst = gravest(verdicts);
  if (worst !== undefined) {
    const isListed = texts.every((text) => rowFor(normal(text)) !== undefined);
    return failed(worst, endpoint, context, isListed);
  }
  if (isSuccess(reply) && envelope.data.result !== undefined) return { kind: 'success' };
  return failed(noEnvelope(reply), endpoint, context, true);
}

function isSuccess(reply: ExchangeReply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

// Of several errors the one that closes a gate, and doubt wins over certainty.
function gravest(verdicts: readonly Verdict[]): Verdict | undefined {
  const chosen = verdicts.find((verdict) => verdict.gate !== null) ?? verdicts[0];
  const isUnknown = verdicts.some((verdict) => verdict.execution === 'unknown');
  return chosen === undefined ? undefined : { ...chosen, execution: isUnknown ? 'unknown' : 'not-executed' };
}

function failed(verdict: Verdict, endpoint: Endpoint, context: ReplyContext, isListed: boolean): ReadOutcome {
  const execution = executionOf(verdict, endpoint, isListed);
  const retry = endpoint.effect === 'order' && execution === 'unknown' ? 'never' : verdict.retry;
  const gate = gateOf(verdict.gate, endpoint);
  const failure = withTime(verdict.failure, gate, context.serverMs);
  return { kind: 'failure', verdict: { failure, execution, retry, gate } };
}

function executionOf(verdict: Verdict, endpoint: Endpoint, isListed: boolean): Verdict['execution'] {
  if (endpoint.effect === 'read') return 'not-executed';
  // A cancel may be repeated, so an unlisted refusal is taken at its word.
  return endpoint.effect === 'cancel' && !isListed ? 'not-executed' : verdict.execution;
}

const REST_COUNTER = 'rest-counter';

// Public calls know no key: callers report the same text for the limit per address (pykrakenapi issue 36). Where the
// table charges a call to no REST counter and it was refused by one all the same, the table is wrong: the key is quiet.
function gateOf(gate: VerdictGate | null, endpoint: Endpoint): VerdictGate | null {
  if (gate?.buckets?.includes(REST_COUNTER) !== true) return gate;
  if (endpoint.security === 'public') return { ...gate, buckets: PUBLIC_COUNTERS };
  if (endpoint.charges.some(({ bucket }) => bucket === REST_COUNTER)) return gate;
  return { cause: gate.cause, scope: 'key', forMs: gate.forMs };
}

const PUBLIC_COUNTERS = ['public', 'public-pair'] as const;

function withTime(failure: Failure, gate: VerdictGate | null, serverMs: number): Failure {
  if (gate === null || gate.forMs === null) return failure;
  const openMs = serverMs + gate.forMs;
  if (failure.kind === 'rate-limited') return { ...failure, retryAtMs: failure.retryAtMs ?? openMs };
  return failure.kind === 'banned' ? { ...failure, untilMs: openMs } : failure;
}

// Cloudflare answers for Kraken with 520, 504, 1015 or 1020 pages, and an order behind one may have been accepted
// (butor/blackbird issues 305 and 320, npm-kraken-api issue 37).
function noEnvelope(reply: ExchangeReply): Verdict {
  const { status } = reply;
  if (status === 429) {
    const gate: VerdictGate = { cause: 'rate-limited', scope: 'ip', forMs: QUIET_MS.frontDoor };
    return { ...LOST, failure: { kind: 'rate-limited', code: 'HTTP 429', retryAtMs: null }, gate };
  }
  if (status === 403) {
    const gate: VerdictGate = { cause: 'firewall', scope: 'ip', forMs: QUIET_MS.firewall };
    return { ...LOST, failure: { kind: 'firewall', status }, retry: 'never', gate };
  }
  const retry = status >= 500 || isSuccess(reply) ? 'after-delay' : 'never';
  return { ...LOST, failure: { kind: 'bad-reply', status, detail: firstWords(reply) }, retry };
}

const LOST = { execution: 'unknown', retry: 'after-delay', gate: null } as const;

function firstWords(reply: ExchangeReply): string {
  const ray = soleHeader(reply.headers, 'cf-ray');
  const words = reply.text.slice(0, 1_000).replace(/\s+/g, ' ').trim().slice(0, 120);
  return `${ray === null ? '' : `cf-ray ${ray.slice(0, 40)}: `}${words}`;
}

/** The result of a parsed answer in its schema; an error text, or another shape, as a failure. */
export function readResult<Schema extends z.ZodType>(body: unknown, schema: Schema): Result<z.output<Schema>> {
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) return fail({ kind: 'bad-reply', status: null, detail: 'no Kraken envelope' });
  const error = envelope.data.error.find((text) => !text.startsWith('W'));
  if (error !== undefined) return fail(classify(error, '').failure);
  const result = schema.safeParse(envelope.data.result);
  return result.success ? ok(result.data) : fail(misshapen(result.error));
}

/** Names where a message left its schema, never what stood there. */
export function misshapen(error: z.ZodError): Failure {
  const issue = error.issues[0];
  const detail = issue === undefined ? 'unexpected shape' : `${issue.path.join('.')}: ${issue.message}`;
  return { kind: 'bad-reply', status: null, detail: detail.slice(0, DETAIL_LENGTH) };
}

export const errors: ExchangeDefinition['errors'] = { outcome, classify };
