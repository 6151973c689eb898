import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { Clock, Disposer } from '../ports.ts';
import { isFinal } from '../sockets/refusal.ts';
import type { DeskBook } from './desk-book.ts';
import type { OrderChanging } from './order-changing.ts';

const FIRST_MS = 3_000;
const LONGEST_MS = 60_000;
/** Where the key or the account is refused, which asking soon does not change. */
const HOPELESS_MS = 600_000;

export interface WantedCancelParts {
  readonly clock: Clock;
  readonly book: DeskBook;
  readonly changing: OrderChanging;
}

/**
 * An order whose cancel was asked for while it was on its way, or whose cancel was only taken, may come to rest
 * afterwards. Whatever its user wanted cancelled is cancelled again until it does not rest any more.
 */
export function cancelWanted({ clock, book, changing }: WantedCancelParts): Disposer {
  const waits = new Map<OrderKey, { readonly cancel: Disposer; readonly tries: number }>();
  const stop = book.onChange((order, before) => {
    if (!isDue(order)) return forget(order);
    // At once where it has only now come to rest; else when the cancel before had time to be heard of.
    if (!waits.has(order.key)) later(order.key, rests(before ?? undefined) ? FIRST_MS : 0, 0);
  });
  for (const order of book.list()) if (isDue(order)) later(order.key, FIRST_MS, 0);

  function forget({ key }: DeskOrder): void {
    if (rests(book.find(key))) return;
    waits.get(key)?.cancel();
    waits.delete(key);
  }

  function later(key: OrderKey, inMs: number, tries: number): void {
    waits.get(key)?.cancel();
    const cancel = clock.wakeAt(clock.monotonic() + inMs, () => void again(key, tries));
    waits.set(key, { cancel, tries });
  }

  async function again(key: OrderKey, tries: number): Promise<void> {
    const order = book.find(key);
    if (order === undefined || !isDue(order)) return void waits.delete(key);
    const cancelled = await changing.cancel(key, 'wish');
    if (!isDue(book.find(key))) return void waits.delete(key);
    const isHopeless = !cancelled.ok && isFinal(cancelled.failure);
    later(key, isHopeless ? HOPELESS_MS : Math.min(LONGEST_MS, FIRST_MS * 2 ** tries), tries + 1);
  }

  return () => {
    stop();
    for (const { cancel } of waits.values()) cancel();
    waits.clear();
  };
}

function isDue(order: DeskOrder | undefined): boolean {
  return order?.isCancelWanted === true && rests(order);
}

function rests(order: DeskOrder | undefined): boolean {
  return order?.status === 'open' || order?.status === 'partially-filled' || order?.status === 'pending';
}
