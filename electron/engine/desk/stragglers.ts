import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import { backoffMs } from '../client/backoff.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import { haltBackoff, opensAtMs } from './halt-cancels.ts';
import type { HaltSwitch } from './halt-switch.ts';
import type { OrderChanging } from './order-changing.ts';

export interface StragglerParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly book: DeskBook;
  readonly halt: HaltSwitch;
  readonly changing: OrderChanging;
}

/**
 * An order that had left when the halt was pressed may reach the exchange after the cancel of everything. Whatever of
 * ours turns out to rest while halted, or rests when the app comes back halted, is cancelled by name until it does not
 * rest any more.
 */
export function cancelStragglers({ clock, random, book, halt, changing }: StragglerParts): Disposer {
  const waits = new Map<OrderKey, Disposer>();
  const stop = book.onChange((order, before) => {
    if (halt.isWhole && hasComeToRest(order, before)) later(order.key, 0, 0);
  });
  if (halt.isWhole) for (const order of book.list()) if (isOurs(order) && rests(order)) later(order.key, 0, 0);

  function later(key: OrderKey, inMs: number, tries: number): void {
    waits.get(key)?.();
    waits.set(
      key,
      clock.wakeAt(clock.monotonic() + inMs, () => void cancel(key, tries)),
    );
  }

  async function cancel(key: OrderKey, tries: number): Promise<void> {
    waits.delete(key);
    if (!halt.isWhole || !rests(book.find(key))) return;
    const cancelled = await changing.cancel(key);
    if (!rests(book.find(key)) || waits.has(key)) return;
    const quietMs = cancelled.ok ? 0 : (opensAtMs(cancelled.failure) ?? 0) - clock.now();
    later(key, Math.max(quietMs, backoffMs(haltBackoff, tries + 1, random.fraction())), tries + 1);
  }

  return () => {
    stop();
    for (const cancelWait of waits.values()) cancelWait();
    waits.clear();
  };
}

function hasComeToRest(order: DeskOrder, before: DeskOrder | null): boolean {
  return isOurs(order) && rests(order) && !rests(before ?? undefined);
}

function isOurs({ key }: DeskOrder): boolean {
  return key.startsWith('intent-');
}

function rests(order: DeskOrder | undefined): boolean {
  return order?.status === 'open' || order?.status === 'partially-filled';
}
