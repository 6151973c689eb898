import type { VenueEvent } from '../../core/order.ts';
import type { KrakenEvent } from '../trading/journal.ts';

/** One thing a connection listens to. Messages are objects, serialised when they are sent. */
export interface Subscription {
  /** Unique on its connection, such as `book BTC/USD`. */
  readonly id: string;
  /** What the acknowledgement carries as `result`. */
  readonly result: Readonly<Record<string, unknown>>;
  /** Messages that follow the acknowledgement. */
  snapshots(): readonly unknown[];
  /** A message for something that happened on the market; null for none. */
  venue?(event: VenueEvent): unknown | null;
  /** Messages for something that happened to an account. */
  account?(event: KrakenEvent): unknown | null;
}
