import { type Answer, done, invalidArguments, refused } from '../errors.ts';
import { type Fields, textOf, wholeOf } from '../fields.ts';
import { isKrakenId } from '../trading/ids.ts';

/** Rows of one page of ClosedOrders, TradesHistory and Ledgers (REST reference, 2026-05). */
const PAGE_ROWS = 50;

export interface Span {
  /** Exclusive; milliseconds. */
  readonly afterMs: number;
  /** Inclusive; milliseconds. */
  readonly untilMs: number;
}

/** Reads `start` and `end`: unix seconds with or without a fraction, or the id of an entry that `timeOfId` knows. */
export function readSpan(fields: Fields, timeOfId: (id: string) => number | undefined): Answer<Span> {
  const afterMs = boundOf(fields, 'start', timeOfId, Number.NEGATIVE_INFINITY);
  if (afterMs === null) return refused(invalidArguments('start'));
  const untilMs = boundOf(fields, 'end', timeOfId, Number.POSITIVE_INFINITY);
  return untilMs === null ? refused(invalidArguments('end')) : done({ afterMs, untilMs });
}

function boundOf(
  fields: Fields,
  name: string,
  timeOfId: (id: string) => number | undefined,
  none: number,
): number | null {
  const text = textOf(fields, name);
  if (text === undefined || text === '0') return none;
  if (isKrakenId(text)) return timeOfId(text) ?? null;
  return /^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) * 1000 : null;
}

export function isWithin(span: Span, atMs: number): boolean {
  return atMs > span.afterMs && atMs <= span.untilMs;
}

/** The page at `ofs` of rows that are already newest first. */
export function pageOf<Row>(rows: readonly Row[], fields: Fields): readonly Row[] {
  const offset = Math.max(0, wholeOf(fields, 'ofs') ?? 0);
  return rows.slice(offset, offset + PAGE_ROWS);
}
