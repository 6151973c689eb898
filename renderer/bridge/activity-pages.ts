import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure, Result } from '../../shared/contract/failure.ts';
import { ok } from '../../shared/contract/failure.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import type { ActivityFilter, ActivityHistogram } from '../../shared/model/activity-query.ts';
import { asked, type LogFilter } from '../stores/activity-filter.ts';
import { type Place, placeIn } from '../stores/activity-place.ts';
import { type LogRows, PAGE_ROWS, type PageLoad, pageBefore, rowsAbove } from '../stores/activity-rows.ts';

/** Most rows one answer carries. */
const MAX_ROWS = 500;
/** Pages one walks over rather than look a place up. */
const WALK_PAGES = 4;
const FINEST_POINTS = 2_000;
/** Each look is 2,000 times closer: three reach from a century to less than a millisecond. */
const MAX_LOOKS = 4;
/** Rows before and after a page that must join one in memory, should the count be a little off. */
const MARGIN_ROWS = 150;

/** What loading a page needs to know; `overall` is kept for as long as the view stands. */
export interface PageSource {
  readonly bridge: Bridge;
  readonly filter: LogFilter;
  readonly view: LogRows;
  readonly overall: { value: ActivityHistogram | null };
}

/** Loads one page of a view: by walking on from a page in memory, else by looking its place up in histograms. */
export async function loadPage(source: PageSource, page: number): Promise<Result<PageLoad, Failure>> {
  if (page === 0) return await walk(source, 0, source.view.anchorId + 1, PAGE_ROWS + 1);
  const from = pageBefore(source.view, page, WALK_PAGES);
  const last = from === null ? undefined : source.view.pages.get(from)?.at(-1);
  if (from !== null && last !== undefined) {
    return await walk(source, from + 1, last.id, (page - from) * PAGE_ROWS + 1);
  }
  return await jump(source, page);
}

async function walk(
  source: PageSource,
  page: number,
  before: number,
  limit: number,
): Promise<Result<PageLoad, Failure>> {
  const result = await source.bridge.call('activity.query', { filter: asked(source.filter), before, limit });
  if (!result.ok) return result;
  const { rows, next } = result.value;
  return ok({ page, rows, isEnd: next === null });
}

async function jump(source: PageSource, page: number): Promise<Result<PageLoad, Failure>> {
  const joined = source.view.pages.get(page + 1)?.[0];
  const lead = joined === undefined ? 0 : Math.min(MARGIN_ROWS, page * PAGE_ROWS);
  const length = joined === undefined ? PAGE_ROWS + 1 : lead + PAGE_ROWS + MARGIN_ROWS;
  const place = await placeOf(source, page * PAGE_ROWS - lead, length);
  if (!place.ok) return place;
  if (place.value === null) return ok({ page, rows: [], isEnd: true });
  const { untilMs, skip } = place.value;
  const found = await rowsBefore(source, untilMs, skip + length);
  if (!found.ok) return found;
  const { rows, isEnd } = found.value;
  const above = joined === undefined ? null : rowsAbove(rows, joined.id);
  if (above !== null) return ok({ page, rows: above, isEnd: false });
  return ok({ page, rows: rows.slice(skip + lead), isEnd });
}

interface Found {
  readonly rows: readonly ActivityRow[];
  readonly isEnd: boolean;
}

/** So many rows before a time, in as many answers as it takes. */
async function rowsBefore(source: PageSource, untilMs: number, wanted: number): Promise<Result<Found, Failure>> {
  const filter = { ...asked(source.filter), untilMs };
  let rows: readonly ActivityRow[] = [];
  let before = source.view.anchorId + 1;
  while (rows.length < wanted) {
    const limit = Math.min(MAX_ROWS, wanted - rows.length);
    const result = await source.bridge.call('activity.query', { filter, before, limit });
    if (!result.ok) return result;
    rows = [...rows, ...result.value.rows];
    if (result.value.next === null) return ok({ rows, isEnd: true });
    before = result.value.next;
  }
  return ok({ rows, isEnd: false });
}

/** Where the row of this rank is, so closely that it and `length` rows from it on fit into one answer. */
async function placeOf(source: PageSource, rank: number, length: number): Promise<Result<Place | null, Failure>> {
  const first = await overall(source);
  if (!first.ok) return first;
  let histogram = first.value;
  let newer = 0;
  for (let look = 1; ; look += 1) {
    const place = placeIn(histogram, rank - newer);
    if (place === null) return ok(null);
    const isClose = place.skip + length <= MAX_ROWS || histogram.stepMs <= 1 || look >= MAX_LOOKS;
    if (isClose) return ok(place);
    newer += place.newer;
    const { fromMs, untilMs } = place;
    const closer = await source.bridge.call('activity.histogram', {
      filter: { ...asked(source.filter), fromMs, untilMs },
      points: FINEST_POINTS,
    });
    if (!closer.ok) return closer;
    // Where rollups answer with steps as wide as before, no closer look is to be had.
    if (closer.value.stepMs >= histogram.stepMs) return ok(place);
    histogram = closer.value;
  }
}

/** The whole view's histogram; asked for once. */
async function overall({
  bridge,
  filter,
  view,
  overall: kept,
}: PageSource): Promise<Result<ActivityHistogram, Failure>> {
  if (kept.value !== null) return ok(kept.value);
  const untilMs = Math.min(filter.untilMs ?? Number.POSITIVE_INFINITY, view.anchorAtMs + 1);
  const within = { ...asked(filter), untilMs };
  const result = await bridge.call('activity.histogram', { filter: within, points: FINEST_POINTS });
  if (!result.ok) return result;
  const trimmed = await withoutLater(bridge, within, result.value);
  if (trimmed.ok) kept.value = trimmed.value;
  return trimmed;
}

/** A rounded end counts rows that came after the view was made; every rank below would be off by so many. */
async function withoutLater(
  bridge: Bridge,
  within: ActivityFilter,
  counted: ActivityHistogram,
): Promise<Result<ActivityHistogram, Failure>> {
  const last = counted.bars.at(-1);
  if (counted.isExact || last === undefined) return ok(counted);
  const end = await bridge.call('activity.histogram', { filter: { ...within, fromMs: last.atMs }, points: 2 });
  if (!end.ok) return end;
  return ok({ ...counted, bars: [...counted.bars.slice(0, -1), { ...last, calls: end.value.calls }] });
}
