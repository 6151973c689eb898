import type { RowReading } from '../../../shared/model/activity-query.ts';
import { bindReadings } from '../client/answer.ts';
import type { AttemptResult, Attempt } from '../client/attempt.ts';
import type { Peer } from '../client/peers.ts';
import { MAX_ROW_READINGS } from './recorded-row.ts';

/** What an answer said of buckets: keys and figures alone. */
export function rowReadings({ definition }: Attempt, result: AttemptResult, peer: Peer): RowReading[] {
  if (result.kind !== 'answered') return [];
  return bindReadings(result.readings, definition, peer)
    .slice(0, MAX_ROW_READINGS)
    .map((reading) => ({
      key: reading.key.slice(0, 300),
      kind: reading.kind,
      value: reading.kind === 'used' ? reading.used : reading.capacity,
    }));
}
