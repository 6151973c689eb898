import { compareIds, isDigits } from '../wire/ids.ts';
import { limitOf, param, refused, rows, type Answer, type PublicCall } from './call.ts';
import type { Json } from '../wire/envelope.ts';

export interface Paged<Item> {
  readonly items: readonly Item[];
  /** What `after` and `before` are compared with. */
  idOf(item: Item): string;
  /** What `begin` and `end` are compared with, in ms. */
  timeOf(item: Item): number;
  rowOf(item: Item): Json;
  readonly most: number;
}

const ID_FIELDS = ['after', 'before', 'begin', 'end'] as const;

/** `after` = older, `before` = newer, both exclusive; `begin` and `end` inclusive ms; newest first (docs, 2026-08). */
export function page<Item>(call: PublicCall, paged: Paged<Item>): Answer {
  const wrong = ID_FIELDS.find((name) => param(call, name) !== '' && !isDigits(param(call, name)));
  if (wrong !== undefined) return refused('51000', wrong);
  const limit = limitOf(call, 100, paged.most);
  if (limit === undefined) return refused('51000', 'limit');
  const kept = paged.items
    .filter((item) => isInIds(call, paged.idOf(item)) && isInTimes(call, paged.timeOf(item)))
    .sort((left, right) => compareIds(paged.idOf(right), paged.idOf(left)));
  return rows(...kept.slice(0, limit).map((item) => paged.rowOf(item)));
}

function isInIds(call: PublicCall, id: string): boolean {
  const [after, before] = [param(call, 'after'), param(call, 'before')];
  return (after === '' || compareIds(id, after) < 0) && (before === '' || compareIds(id, before) > 0);
}

function isInTimes(call: PublicCall, atMs: number): boolean {
  const [begin, end] = [param(call, 'begin'), param(call, 'end')];
  return (begin === '' || atMs >= Number(begin)) && (end === '' || atMs <= Number(end));
}
