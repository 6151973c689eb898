import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import type { HaltSwitch } from './halt-switch.ts';
import type { OrderChanging } from './order-changing.ts';

const RETRY_MS = 3_000;
const MAX_TRIES = 40;

export interface StragglerParts {
  readonly clock: Clock;
  readonly book: DeskBook;
  readonly halt: HaltSwitch;
  readonly changing: OrderChanging;
}

/**
 * An order that had left when the halt was pressed may reach the exchange after the cancel of everything. Whatever of
 * ours turns out to rest while halted is cancelled by name, until it does not rest any more.
 */
export function cancelStragglers({ clock, book, halt, changing }: StragglerParts): Disposer {
  const waits = new Map<OrderKey, Disposer>();
  const stop = book.onChange((order, before) => {
    if (isHalted() && hasComeToRest(order, before)) later(order.key, 0, 0);
  });

  function isHalted(): boolean {
    const { cause } = halt.view();
    return cause !== null && cause !== 'sleep';
  }

  function later(key: OrderKey, inMs: number, tries: number): void {
    waits.get(key)?.();
    waits.set(
      key,
      clock.wakeAt(clock.monotonic() + inMs, () => void cancel(key, tries)),
    );
  }

  async function cancel(key: OrderKey, tries: number): Promise<void> {
    waits.delete(key);
    if (!isHalted() || !rests(book.find(key))) return;
    await changing.cancel(key);
    if (tries < MAX_TRIES && rests(book.find(key))) later(key, RETRY_MS, tries + 1);
  }

  return () => {
    stop();
    for (const cancelWait of waits.values()) cancelWait();
    waits.clear();
  };
}

function hasComeToRest(order: DeskOrder, before: DeskOrder | null): boolean {
  return order.key.startsWith('intent-') && rests(order) && !rests(before ?? undefined);
}

function rests(order: DeskOrder | undefined): boolean {
  return order?.status === 'open' || order?.status === 'partially-filled';
}
