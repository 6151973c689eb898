import type { DeskOrder, OrderStep } from '../../../shared/model/desk.ts';
import type { Log } from '../log.ts';
import type { DeskBook } from './desk-book.ts';

export interface KeepParts {
  readonly book: DeskBook;
  readonly log: Log;
  /** The journal did not take a state that is true all the same. */
  readonly onStoreTrouble: (detail: string) => void;
}

/** Writes a state down and tells it. One that cannot be written is told all the same, with an alarm: it is true. */
export function keepOrder({ book, log, onStoreTrouble }: KeepParts, order: DeskOrder, step: OrderStep): DeskOrder {
  try {
    book.update(order, step);
  } catch (error) {
    log.error('order state not kept', { order: order.key, status: order.status, detail: String(error) });
    onStoreTrouble('journal.db');
    book.hold(order, step);
  }
  return order;
}
