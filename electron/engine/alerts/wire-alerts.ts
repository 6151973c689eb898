import type { AccountBook } from '../accounts/account-book.ts';
import type { DeskService } from '../desk/desk-service.ts';
import type { Connections } from '../feed/connections.ts';
import type { Publisher } from '../feed/publisher.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Log } from '../log.ts';
import type { Clock, Random } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';
import type { StandingTrouble } from '../troubles.ts';
import type { KeyPorts } from '../vault/keys/key-ports.ts';
import type { KeyService } from '../vault/keys/key-service.ts';
import { type Alerts, createAlerts } from './create-alerts.ts';
import type { AlertStore } from './store.ts';
import { EngineWatch } from './watch-engine.ts';
import type { WebhookSender } from './webhook-way.ts';

export interface AlertWiringPorts {
  readonly store: AlertStore;
  /** Null: the host sends none. */
  readonly webhook: WebhookSender | null;
}

export interface AlertWiring {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Journal;
  readonly alerts: AlertWiringPorts;
  readonly limiter: Limiter;
  readonly accounts: AccountBook;
  readonly publisher: Publisher;
  readonly connections: Connections;
  readonly keys: KeyService;
  readonly secrets: KeyPorts['store'];
  readonly desk: DeskService;
  readonly troubles: () => readonly StandingTrouble[];
  /** Whether alerts can be kept: null: yes; else why not. */
  readonly onStoreHealth: (detail: string | null) => void;
}

/** Alerts, and what watches the engine for them. */
export function wireAlerts(wiring: AlertWiring): { readonly alerts: Alerts; readonly watch: EngineWatch } {
  const { publisher, accounts, connections, keys, desk } = wiring;
  const alerts = createAlerts({
    ...wiring,
    ...wiring.alerts,
    hasAccount: (id) => accounts.find(id) !== undefined,
    changed: (list) => publisher.publish('alerts.changed', { alerts: [...list] }),
    raised: (alert) => publisher.publish('alerts.raised', alert),
    settingsChanged: (next) => publisher.publish('alerts.settingsChanged', next),
  });
  const watch = new EngineWatch({
    ...wiring,
    alerts,
    subscribe: (publish) => publisher.subscribe(publish),
    connections: () => connections.snapshot(),
    keys: () => keys.views(),
    egress: () => keys.egress.list(),
    desk: { state: () => desk.state(), orders: () => desk.book.list() },
  });
  return { alerts, watch };
}
