import type { PracticeHandler, PracticeReply, PracticeRequest } from '../../core/request.ts';
import { admit, type Gate } from '../access/admit.ts';
import type { KrakenContext } from '../context.ts';
import { type Answer, ERRORS, refused } from '../errors.ts';
import { NO_FIELDS, readFields } from '../fields.ts';
import type { PublicLimiter } from '../limits/public-limiter.ts';
import { PRIVATE_METHODS } from './private-methods.ts';
import { pairKeyOf, PUBLIC_METHODS } from './public-methods.ts';

export interface RestDoor {
  readonly context: KrakenContext;
  readonly gate: Gate;
  readonly publicLimiter: PublicLimiter;
}

/** Serves `/0/public/…` and `/0/private/…`. Every answer is HTTP 200; errors are in the envelope. */
export function restHandler(door: RestDoor): PracticeHandler {
  return (request) => Promise.resolve(envelope(answerOf(door, request)));
}

/** Kraken's envelope; a failure has no result. */
export function envelope(answer: Answer<unknown>): PracticeReply {
  const body = answer.ok ? { error: [], result: answer.value } : { error: [answer.error] };
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) };
}

function answerOf(door: RestDoor, request: PracticeRequest): Answer<unknown> {
  const match = /^\/0\/(public|private)\/([A-Za-z]+)$/.exec(request.path);
  if (match === null) return refused(ERRORS.unknownMethod);
  const [, side, method = ''] = match;
  return side === 'public' ? answerPublic(door, request, method) : answerPrivate(door, request, method);
}

function answerPublic({ context, publicLimiter }: RestDoor, request: PracticeRequest, method: string): Answer<unknown> {
  const serve = PUBLIC_METHODS.get(method);
  if (serve === undefined) return refused(ERRORS.unknownMethod);
  const nowMs = context.floor.clock.now();
  const text = request.method === 'POST' ? request.body : request.query;
  const fields = readFields(text, request.method === 'POST' ? contentType(request) : '') ?? NO_FIELDS;
  if (!publicLimiter.take(method, request.ip, pairKeyOf(fields), nowMs)) return refused(ERRORS.restRate);
  return serve(context, fields, nowMs);
}

// A bad key is reported before the parameters are looked at (observed 2026-09), so an unreadable body waits its turn.
function answerPrivate({ context, gate }: RestDoor, request: PracticeRequest, method: string): Answer<unknown> {
  const nowMs = context.floor.clock.now();
  const fields = readFields(request.body, contentType(request));
  const key = admit(gate, request, method, fields ?? NO_FIELDS, nowMs);
  if (!key.ok) return key;
  const serve = PRIVATE_METHODS.get(method);
  if (serve === undefined || request.method !== 'POST') return refused(ERRORS.unknownMethod);
  return serve(context, { key: key.value, accountId: key.value.accountId, fields: fields ?? NO_FIELDS, nowMs });
}

function contentType(request: PracticeRequest): string {
  return request.headers['content-type'] ?? '';
}
