import type { ActivityRow } from '../../shared/model/activity.ts';

/** Rows are kept in pages; a row's rank counts from the newest row of the view, which has rank 0. */
export const PAGE_ROWS = 100;
/** Pages kept in memory; the ones farthest from what is in sight are let go. */
export const MAX_PAGES = 20;

/** A view of the log as it was when its newest row was `anchorId`: rows that came later are not part of it. */
export interface LogRows {
  readonly total: number;
  /** False: the total is rounded to whole minutes or hours until an end is reached. */
  readonly isTotalExact: boolean;
  /** Id and time of the newest row; 0 where there is none. */
  readonly anchorId: number;
  readonly anchorAtMs: number;
  readonly pages: ReadonlyMap<number, readonly ActivityRow[]>;
}

export const NO_ROWS: LogRows = { total: 0, isTotalExact: true, anchorId: 0, anchorAtMs: 0, pages: new Map() };

export interface Count {
  readonly total: number;
  readonly isExact: boolean;
}

/** A view that begins with `rows`, the newest there are. `isAll`: no older one follows. */
export function viewFrom(rows: readonly ActivityRow[], isAll: boolean, count: Count): LogRows {
  const pages = new Map<number, readonly ActivityRow[]>();
  for (let from = 0; from < rows.length; from += PAGE_ROWS) {
    const page = rows.slice(from, from + PAGE_ROWS);
    if (page.length === PAGE_ROWS || isAll) pages.set(from / PAGE_ROWS, page);
  }
  return {
    total: isAll ? rows.length : Math.max(count.total, rows.length + 1),
    isTotalExact: isAll || count.isExact,
    anchorId: rows[0]?.id ?? 0,
    anchorAtMs: rows[0]?.atMs ?? 0,
    pages,
  };
}

export function rowAt(view: LogRows, rank: number): ActivityRow | undefined {
  return view.pages.get(Math.floor(rank / PAGE_ROWS))?.[rank % PAGE_ROWS];
}

/** Pages of the ranks `first` … `last` that are not in memory, in order. */
export function missingPages(view: LogRows, first: number, last: number): readonly number[] {
  if (view.total === 0) return [];
  const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
  const to = Math.floor(Math.min(view.total - 1, Math.max(0, last)) / PAGE_ROWS);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter(
    (page) => !view.pages.has(page),
  );
}

export interface PageLoad {
  readonly page: number;
  /** The rows from the page's first rank on, newest first: its own and as many after it as came along. */
  readonly rows: readonly ActivityRow[];
  /** No row follows the last of `rows`. */
  readonly isEnd: boolean;
}

/** Puts rows in their place. Pages that turn out not to follow on are let go, so that what is shown never skips a row. */
export function withRows(view: LogRows, { page, rows, isEnd }: PageLoad): LogRows {
  const pages = new Map(view.pages);
  let at = page;
  for (let from = 0; from < rows.length; from += PAGE_ROWS, at += 1) {
    const part = rows.slice(from, from + PAGE_ROWS);
    const isWhole = part.length === PAGE_ROWS || isEnd;
    if (isWhole) pages.set(at, part);
    else if (pages.get(at)?.[0]?.id !== part[0]?.id) pages.delete(at);
  }
  const known = page * PAGE_ROWS + rows.length;
  if (isEnd) for (const other of [...pages.keys()]) if (other * PAGE_ROWS >= known) pages.delete(other);
  return {
    ...view,
    total: isEnd ? known : Math.max(view.total, known + 1),
    isTotalExact: view.isTotalExact || isEnd,
    pages: nearest(pages, page),
  };
}

function nearest(
  pages: Map<number, readonly ActivityRow[]>,
  page: number,
): ReadonlyMap<number, readonly ActivityRow[]> {
  if (pages.size <= MAX_PAGES) return pages;
  const kept = [...pages].toSorted(([a], [b]) => Math.abs(a - page) - Math.abs(b - page)).slice(0, MAX_PAGES);
  return new Map(kept);
}

/** A page in memory not more than `reach` pages newer, from whose last row one can walk on; null where there is none. */
export function pageBefore(view: LogRows, page: number, reach: number): number | null {
  for (let other = page - 1; other >= Math.max(0, page - reach); other -= 1) if (view.pages.has(other)) return other;
  return null;
}

/** The last `PAGE_ROWS` rows of `rows` that are newer than the row with this id; null where it is not among them. */
export function rowsAbove(rows: readonly ActivityRow[], id: number): readonly ActivityRow[] | null {
  const place = rows.findIndex((row) => row.id === id);
  return place < PAGE_ROWS ? null : rows.slice(place - PAGE_ROWS, place);
}
