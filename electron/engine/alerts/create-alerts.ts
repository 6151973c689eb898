import type { AccountId } from '../../../shared/model/account.ts';
import type { Alert, AlertSettings } from '../../../shared/model/alert.ts';
import type { Log } from '../log.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';
import type { SecretStore } from '../vault/secret-store.ts';
import { AlertBook } from './alert-book.ts';
import { type AlertHandlers, alertHandlers, settingsView } from './alert-handlers.ts';
import { Monitor } from './monitor.ts';
import type { About, Observation } from './observation.ts';
import { keepAlerts } from './retention.ts';
import { RuleBook } from './rule-book.ts';
import { SettingsBook } from './settings-book.ts';
import type { AlertStore } from './store.ts';
import { type RaisedListener, Teller } from './teller.ts';
import { WebhookWay, type WebhookSender } from './webhook-way.ts';

export interface AlertPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly store: AlertStore;
  readonly secrets: Pick<SecretStore, 'read' | 'write'>;
  /** Null: this host sends none. */
  readonly webhook: WebhookSender | null;
  readonly hasAccount: (id: AccountId) => boolean;
  /** Whether alerts can be kept: null: yes; else why not. */
  readonly onStoreHealth: (detail: string | null) => void;
  /** To the pages: `alerts.changed`, `alerts.raised`, `alerts.settingsChanged`. */
  readonly changed: (alerts: readonly Alert[]) => void;
  readonly raised: (alert: Alert) => void;
  readonly settingsChanged: (settings: AlertSettings) => void;
}

export interface Alerts {
  readonly handlers: AlertHandlers;
  /** Takes up what an earlier run left, tells what it did not get to tell, and keeps the history small. */
  start(): Disposer;
  observe(seen: Observation): void;
  /** Ends and forgets the alerts of things that are no more. */
  forget(isGone: (about: About) => boolean): void;
  /** A way of telling, as the host's notifications; it answers true once somebody surely was told. */
  onRaised(listener: RaisedListener): Disposer;
}

/** Wires what is watched, what is kept and how it is told. */
export function createAlerts(ports: AlertPorts): Alerts {
  const { clock, random, log, store, journal, onStoreHealth: onHealth } = ports;
  const listeners = new Set<RaisedListener>();
  const rules = new RuleBook(journal);
  const settings = new SettingsBook(journal);
  const book = new AlertBook({ clock, store, log, onChanged: (alert) => ports.changed([alert]), onHealth });
  const onSettings = (): void => ports.settingsChanged(settingsView(rules, settings));
  const webhook = new WebhookWay({ clock, secrets: ports.secrets, settings, sender: ports.webhook, onSettings });

  function give(alert: Alert, isTest: boolean): readonly unknown[] {
    log.info('alert', { kind: alert.kind, severity: alert.severity, exchange: alert.exchange, account: alert.account });
    const hook = webhook.tell(alert);
    if (!settings.current.notifications && !isTest) return [hook];
    ports.raised(alert);
    return [...[...listeners].map((listener) => asked(listener, alert)), hook];
  }

  const teller = new Teller({ clock, book, settings: () => settings.current, give });
  const monitor = new Monitor({ clock, random, book, rules, onFired: (alert) => teller.offer(alert) });
  const { hasAccount } = ports;

  return {
    handlers: alertHandlers({ clock, book, monitor, rules, settings, teller, webhook, hasAccount, onSettings }),
    start() {
      const stops = [
        keepAlerts(store, clock, log),
        monitor.start(),
        teller.start(),
        () => webhook.stop(),
        () => book.close(),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    observe: (seen) => monitor.observe(seen),
    forget: (isGone) => monitor.forget(isGone),
    onRaised(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

// One way of telling that breaks must not keep the others from being asked.
function asked(listener: RaisedListener, alert: Alert): unknown {
  try {
    return listener(alert);
  } catch {
    return false;
  }
}
