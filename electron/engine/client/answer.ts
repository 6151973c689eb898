import type { Bucket } from '../../../shared/model/bucket.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import type { ExchangeDefinition, ReplyContext, Verdict } from '../exchanges/definition.ts';
import type { ExchangeReply, SignedRequest } from '../http.ts';
import type { BoundReading, Holder } from '../limiter/types.ts';
import type { TransportReply } from '../ports.ts';
import type { Attempt } from './attempt.ts';
import { keyOf } from './bucket-keys.ts';
import type { Peer } from './peers.ts';
import { isSaneLimit, type Lesson } from './lessons.ts';
import { parseReply } from './reply-json.ts';
import { scrubFailure } from './scrub.ts';

/** One answer, read. */
export interface ReadAnswer {
  readonly reply: ExchangeReply;
  /** Null: success. Its times are local wall times and its texts repeat nothing that was sent. */
  readonly verdict: Verdict | null;
  readonly readings: readonly Reading[];
  readonly exchangeMs: number | null;
}

/** Reads verdict and readings out of an answer. `nowMs` is local wall time. */
export function readAnswer(
  attempt: Attempt,
  peer: Peer,
  sent: SignedRequest,
  received: TransportReply,
  nowMs: number,
): ReadAnswer {
  const { definition } = attempt;
  const { status, headers, text } = received;
  const reply: ExchangeReply = { status, headers, text, json: parseReply(text) };
  const context: ReplyContext = {
    endpoint: attempt.priced.name,
    request: attempt.call.request,
    serverMs: peer.clock.serverMs(),
  };
  const outcome = definition.errors.outcome(reply, context);
  return {
    reply,
    verdict:
      outcome.kind === 'success'
        ? null
        : shown(doubted(outcome.verdict, attempt, reply), sent, context.serverMs - nowMs),
    readings: definition.readings.read(reply, context),
    exchangeMs: definition.readings.exchangeTimeMs(reply),
  };
}

// Something in front of the exchange ran out of patience: what stood behind it may have been done all the same.
function doubted(verdict: Verdict, { priced }: Attempt, { status, json }: ExchangeReply): Verdict {
  const isFrontDoor = json === undefined && (status === 408 || status >= 500);
  if (!isFrontDoor || priced.endpoint.effect === 'read') return verdict;
  return { ...verdict, execution: 'unknown', retry: priced.endpoint.effect === 'order' ? 'never' : verdict.retry };
}

function shown(verdict: Verdict, sent: SignedRequest, offsetMs: number): Verdict {
  return { ...verdict, failure: scrubFailure(inLocalTime(verdict.failure, offsetMs), sent) };
}

// Definitions know the exchange's clock alone; people and other parts read the local one.
function inLocalTime(failure: Failure, offsetMs: number): Failure {
  if (failure.kind === 'rate-limited' && failure.retryAtMs !== null) {
    return { ...failure, retryAtMs: failure.retryAtMs - offsetMs };
  }
  if (failure.kind === 'banned' && failure.untilMs !== null) return { ...failure, untilMs: failure.untilMs - offsetMs };
  return failure;
}

/**
 * Binds what the exchange said to the counters of this holder; readings of buckets it has not are dropped, and so are
 * limits that cannot be one.
 */
export function bindReadings(
  readings: readonly Reading[],
  definition: ExchangeDefinition,
  peer: Pick<Peer, 'realm' | 'holder' | 'parts' | 'lessons'>,
): readonly BoundReading[] {
  return readings.flatMap((reading): BoundReading[] => {
    const bucket = definition.limits.buckets[reading.bucket];
    if (bucket === undefined) {
      if (reading.kind === 'capacity') peer.lessons?.note(unheard(reading, peer.holder));
      return [];
    }
    if (reading.kind === 'capacity' && !isSaneLimit(reading, bucket)) {
      peer.lessons?.note(ignored(reading, bucket, peer.holder));
      return [];
    }
    const part = peer.parts.nameOf(definition.id, bucket, reading.part);
    const key = keyOf(peer.realm, bucket, part, peer.holder);
    return [bound(reading, { key, bucket, part })];
  });
}

function bound(reading: Reading, to: Pick<BoundReading, 'key' | 'bucket' | 'part'>): BoundReading {
  const { key, bucket, part } = to;
  if (reading.kind === 'used') {
    const { used, periodMs } = reading;
    return periodMs === undefined
      ? { kind: 'used', key, bucket, part, used }
      : { kind: 'used', key, bucket, part, used, periodMs };
  }
  const { capacity, window, isGeneral = false } = reading;
  return { kind: 'capacity', key, bucket, part, capacity, window, isGeneral };
}

function unheard({ bucket, capacity }: Extract<Reading, { kind: 'capacity' }>, holder: Holder): Lesson {
  return { kind: 'limit-unknown', account: holder.account, limit: bucket.slice(0, 80), capacity };
}

function ignored({ capacity }: Extract<Reading, { kind: 'capacity' }>, bucket: Bucket, holder: Holder): Lesson {
  const { id, capacity: catalogued } = bucket;
  return { kind: 'limit-ignored', account: holder.account, bucket: id, capacity, catalogued };
}
