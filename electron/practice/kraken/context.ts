import type { PracticeAccounts } from '../core/accounts.ts';
import type { KeyStates } from './access/keys.ts';
import type { Tokens } from './access/tokens.ts';
import type { KrakenSwitches } from './switches.ts';
import type { DeadMansSwitches } from './trading/cancelling.ts';
import type { Floor } from './trading/floor.ts';
import type { KrakenOrder } from './trading/records.ts';

/** What the doors of one practice Kraken share. */
export interface KrakenContext {
  readonly floor: Floor;
  readonly switches: KrakenSwitches;
  readonly accounts: PracticeAccounts;
  readonly keys: KeyStates;
  readonly tokens: Tokens;
  readonly deadMansSwitches: DeadMansSwitches;
}

/** Orders that a query may show yet: a switch hides new ones for a while. */
export function isVisible(context: KrakenContext, record: KrakenOrder): boolean {
  return !context.switches.isHidden(record.order.id, context.floor.clock.now());
}

/** Tells the visibility switch of an accepted order. */
export function noteAccepted(context: KrakenContext, record: KrakenOrder | null): void {
  if (record !== null) context.switches.orderPlaced(record.order.id, context.floor.clock.now());
}

/** A map as it leaves, which may be `[]` when it is empty. */
export function mapOf(context: KrakenContext, entries: Iterable<readonly [string, unknown]>): unknown {
  const map = Object.fromEntries(entries);
  return context.switches.emptyMapsAsLists && Object.keys(map).length === 0 ? [] : map;
}
