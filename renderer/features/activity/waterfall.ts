import type { ActivityRow } from '../../../shared/model/activity.ts';

export const phases = ['waited', 'connect', 'network', 'exchange', 'first-byte', 'body'] as const;
export type PhaseId = (typeof phases)[number];

export interface Segment {
  readonly id: PhaseId;
  readonly startMs: number;
  readonly lengthMs: number;
}

type Timed = Pick<ActivityRow, 'waitedMs' | 'connectMs' | 'firstByteMs' | 'bodyMs' | 'exchangeMs'>;

/**
 * Where a request spent its time, one segment after the other. Where the exchange said how long it took itself, the wait
 * for the first byte is told apart into that and the network; else it stays whole.
 */
export function waterfallOf(row: Timed): readonly Segment[] {
  const exchangeMs = row.exchangeMs === null ? null : Math.min(row.exchangeMs, row.firstByteMs);
  const lengths: readonly (readonly [PhaseId, number])[] = [
    ['waited', row.waitedMs],
    ['connect', row.connectMs],
    ...(exchangeMs === null
      ? ([['first-byte', row.firstByteMs]] as const)
      : ([
          ['network', row.firstByteMs - exchangeMs],
          ['exchange', exchangeMs],
        ] as const)),
    ['body', row.bodyMs],
  ];
  let startMs = 0;
  return lengths.map(([id, raw]) => {
    const lengthMs = Math.max(0, raw);
    const segment = { id, startMs, lengthMs };
    startMs += lengthMs;
    return segment;
  });
}

export function totalMs(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segment.lengthMs, 0);
}

/** Full width of the split in a row, ms; longer ones are cut, and marked so. */
export const SPLIT_FULL_MS = 400;

export interface Split {
  /** Ends of connect, network, exchange (or the whole first byte) and body, as shares of the full width. */
  readonly ends: readonly [number, number, number, number];
  readonly isCut: boolean;
}

/** The time after our own queue, drawn to one scale in all rows. */
export function splitOf(row: Timed): Split {
  const exchangeMs = row.exchangeMs === null ? 0 : Math.min(row.exchangeMs, row.firstByteMs);
  const lengths = [row.connectMs, row.firstByteMs - exchangeMs, exchangeMs, row.bodyMs];
  const ends: number[] = [];
  for (const length of lengths) ends.push((ends.at(-1) ?? 0) + Math.max(0, length) / SPLIT_FULL_MS);
  const [a = 0, b = 0, c = 0, d = 0] = ends.map((end) => Math.min(1, end));
  return { ends: [a, b, c, d], isCut: (ends[3] ?? 0) > 1 };
}
