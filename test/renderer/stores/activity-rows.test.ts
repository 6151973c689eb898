import { describe, expect, it } from 'vitest';
import { placeIn } from '../../../renderer/stores/activity-place.ts';
import {
  MAX_PAGES,
  missingPages,
  pageBefore,
  PAGE_ROWS,
  rowAt,
  rowsAbove,
  viewFrom,
  withRows,
} from '../../../renderer/stores/activity-rows.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import { rowOf } from '../../support/fake-log-rows.ts';
import { fakeAccounts } from '../../support/fake-accounts.ts';

/** Rows with falling ids, from `newest` on. */
function rowsFrom(newest: number, count: number): ActivityRow[] {
  return Array.from({ length: count }, (_, index) =>
    rowOf({ id: newest - index, atMs: newest - index, call: 0, outcome: 0, caller: 0 }, fakeAccounts),
  );
}

const COUNT = { total: 10_000, isExact: true };
const view = viewFrom(rowsFrom(10_000, 200), false, COUNT);

describe('a view of the log', () => {
  it('begins with whole pages and the total it was told', () => {
    expect([view.total, view.anchorId, [...view.pages.keys()]]).toEqual([10_000, 10_000, [0, 1]]);
    expect([rowAt(view, 0)?.id, rowAt(view, 150)?.id, rowAt(view, 200)]).toEqual([10_000, 9_850, undefined]);
  });

  it('counts itself where all rows are here', () => {
    const few = viewFrom(rowsFrom(30, 30), true, { total: 99, isExact: false });
    expect([few.total, few.isTotalExact, rowAt(few, 29)?.id]).toEqual([30, true, 1]);
    expect(viewFrom([], true, COUNT).total).toBe(0);
  });

  it('never says fewer rows than it knows of', () => {
    expect(viewFrom(rowsFrom(500, 200), false, { total: 0, isExact: false }).total).toBe(201);
  });

  const spans = [
    { name: 'what is here is not missing', first: 0, last: 199, pages: [] },
    { name: 'the next page is', first: 180, last: 220, pages: [2] },
    { name: 'far away', first: 5_050, last: 5_120, pages: [50, 51] },
    { name: 'before the newest there is nothing', first: -40, last: 10, pages: [] },
    { name: 'after the oldest there is nothing', first: 9_990, last: 10_100, pages: [99] },
  ];
  for (const { name, first, last, pages } of spans)
    it(name, () => expect(missingPages(view, first, last)).toEqual(pages));

  it('takes pages in where they belong, several at once', () => {
    const more = withRows(view, { page: 2, rows: rowsFrom(9_800, 201), isEnd: false });
    expect([...more.pages.keys()]).toEqual([0, 1, 2, 3]);
    expect([rowAt(more, 200)?.id, rowAt(more, 399)?.id]).toEqual([9_800, 9_601]);
  });

  it('lets go a page that does not follow on', () => {
    const apart = withRows(view, { page: 3, rows: rowsFrom(9_650, 100), isEnd: false });
    const joined = withRows(apart, { page: 2, rows: rowsFrom(9_800, 101), isEnd: false });
    expect([joined.pages.has(2), joined.pages.has(3)]).toEqual([true, false]);
    const good = withRows(view, { page: 3, rows: rowsFrom(9_700, 100), isEnd: false });
    expect(withRows(good, { page: 2, rows: rowsFrom(9_800, 101), isEnd: false }).pages.has(3)).toBe(true);
  });

  it('learns where the end is', () => {
    const end = withRows({ ...view, isTotalExact: false }, { page: 2, rows: rowsFrom(9_800, 40), isEnd: true });
    expect([end.total, end.isTotalExact, rowAt(end, 239)?.id, rowAt(end, 240)]).toEqual([240, true, 9_761, undefined]);
    const beyond = withRows(view, { page: 40, rows: [], isEnd: true });
    expect(beyond.total).toBe(4_000);
  });

  it('grows when there turn out to be more', () => {
    const small = viewFrom(rowsFrom(900, 200), false, { total: 201, isExact: false });
    expect(withRows(small, { page: 2, rows: rowsFrom(700, 101), isEnd: false }).total).toBe(302);
  });

  it('keeps only so many pages, the nearest ones', () => {
    let many = view;
    for (let page = 2; page < 60; page += 1) {
      many = withRows(many, { page, rows: rowsFrom(10_000 - page * PAGE_ROWS, PAGE_ROWS), isEnd: false });
    }
    const kept = [...many.pages.keys()].toSorted((a, b) => a - b);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([MAX_PAGES, 60 - MAX_PAGES, 59]);
  });

  it('finds the page to walk on from', () => {
    expect([pageBefore(view, 2, 4), pageBefore(view, 5, 4), pageBefore(view, 6, 4), pageBefore(view, 0, 4)]).toEqual([
      1,
      1,
      null,
      null,
    ]);
  });

  it('finds the page above a row by its id', () => {
    const rows = rowsFrom(1_000, 300);
    expect(rowsAbove(rows, 800)?.map((row) => row.id)).toEqual(rowsFrom(900, 100).map((row) => row.id));
    expect([rowsAbove(rows, 950), rowsAbove(rows, 3)]).toEqual([null, null]);
  });
});

describe('placeIn', () => {
  const histogram = {
    stepMs: 10,
    bars: [
      { atMs: 0, calls: 5, failures: 0 },
      { atMs: 30, calls: 2, failures: 0 },
      { atMs: 40, calls: 3, failures: 1 },
    ],
  };
  const cases = [
    { rank: 0, place: { fromMs: 40, untilMs: 50, skip: 0, newer: 0 } },
    { rank: 2, place: { fromMs: 40, untilMs: 50, skip: 2, newer: 0 } },
    { rank: 3, place: { fromMs: 30, untilMs: 40, skip: 0, newer: 3 } },
    { rank: 9, place: { fromMs: 0, untilMs: 10, skip: 4, newer: 5 } },
    { rank: 10, place: null },
  ];
  for (const { rank, place } of cases) it(`finds rank ${rank}`, () => expect(placeIn(histogram, rank)).toEqual(place));
});
