import { createAlerts, type Alerts } from '../../../electron/engine/alerts/create-alerts.ts';
import type { Observation } from '../../../electron/engine/alerts/observation.ts';
import { ruleInfo } from '../../../electron/engine/alerts/rules.ts';
import type { AlertStore } from '../../../electron/engine/alerts/store.ts';
import type { WebhookAnswer, WebhookSender } from '../../../electron/engine/alerts/webhook-way.ts';
import type { Clock } from '../../../electron/engine/ports.ts';
import { silentLog } from '../../../electron/engine/log.ts';
import { createRandom } from '../../../electron/practice/core/random.ts';
import type { Alert, AlertKind, AlertSettings } from '../../../shared/model/alert.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memorySecretStore } from '../../support/memory-keys.ts';
import { memoryJournal } from '../../support/memory-stores.ts';
import { memoryAlertStore } from './memory-alert-store.ts';

export interface Posted {
  readonly url: string;
  readonly body: Record<string, unknown>;
}

const TAKEN: WebhookAnswer = { isTaken: true, result: '200', mayRepeat: false };

/** Alerts on a fake clock; journal, store and secrets outlive a restart. */
export class AlertRig {
  readonly clock = new FakeClock();
  readonly journal = memoryJournal();
  readonly secrets = memorySecretStore();
  readonly store: AlertStore;
  readonly raised: Alert[] = [];
  readonly changed: Alert[] = [];
  readonly settings: AlertSettings[] = [];
  readonly posted: Posted[] = [];
  /** What was said of the store: null that it takes alerts again. */
  readonly health: (string | null)[] = [];
  /** What the next posts are answered with; taken when empty. */
  readonly answers: WebhookAnswer[] = [];
  alerts: Alerts;
  #stop: () => void = () => undefined;
  #run = 0;

  constructor(store: AlertStore = memoryAlertStore()) {
    this.store = store;
    this.alerts = this.#make();
    this.#stop = this.alerts.start();
  }

  /** A clean end and another start. */
  restart(): void {
    this.#stop();
    this.crash();
  }

  /** Another start on what is on disk; nothing of the run before is tidied up. */
  crash(): void {
    this.raised.length = 0;
    this.changed.length = 0;
    this.#run += 1;
    this.alerts = this.#make();
    this.#stop = this.alerts.start();
  }

  see(kind: AlertKind, value: number | boolean, more: Partial<Observation> = {}): void {
    const plain = { subject: 'thing', exchange: 'binance', account: null, facts: {}, endsAtMs: null } as const;
    this.alerts.observe({ ...plain, kind, value, ...more });
  }

  /** A measure, or a fact, that surely fires, and one that surely clears. */
  extremes(kind: AlertKind): readonly [firing: number | boolean, clear: number | boolean] {
    const { fires, threshold } = ruleInfo[kind];
    if (fires === null || threshold === null) return [true, false];
    return fires === 'below' ? [0, threshold * 10] : [threshold * 2, 0];
  }

  list(): readonly Alert[] {
    const snapshot = this.alerts.handlers['alerts.snapshot']({});
    if (snapshot instanceof Promise || !snapshot.ok) throw new Error('no snapshot');
    return snapshot.value.alerts;
  }

  only(): Alert {
    const [alert, ...more] = this.list();
    if (alert === undefined || more.length > 0) throw new Error(`${this.list().length} alerts`);
    return alert;
  }

  #make(): Alerts {
    const random = createRandom(`${this.clock.now()}`);
    return createAlerts({
      clock: this.#clockOf(this.#run),
      random: {
        fraction: () => random.fraction(),
        bytes: (size) => Uint8Array.from({ length: size }, () => random.integer(0, 255)),
      },
      log: silentLog,
      journal: this.journal,
      store: this.store,
      secrets: this.secrets,
      webhook: this.#sender(),
      hasAccount: (id) => id === 'acc-1',
      onStoreHealth: (detail) => void this.health.push(detail),
      changed: (alerts) => void this.changed.push(...alerts),
      raised: (alert) => void this.raised.push(alert),
      settingsChanged: (settings) => void this.settings.push(settings),
    });
  }

  // Timers of a run that crashed are gone with it.
  #clockOf(run: number): Clock {
    const { clock } = this;
    return {
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      wakeAt: (atMs, action) => clock.wakeAt(atMs, () => run === this.#run && action()),
    };
  }

  #sender(): WebhookSender {
    return {
      post: (url, body) => {
        this.posted.push({ url, body: JSON.parse(body) as Record<string, unknown> });
        return Promise.resolve(this.answers.shift() ?? TAKEN);
      },
    };
  }
}
