import type { Alert } from '../../../shared/model/alert.ts';
import type { Log } from '../log.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { AlertStep, AlertStepKind, AlertStore } from './store.ts';

/** A flapping threshold is written down once a second, whatever it does within it. */
const FLUSH_MS = 1_000;
const RETRY_MS = 5_000;
const RECENT_CLEARED = 50;
/** With a store that takes nothing, more steps than this are not remembered. */
const MOST_UNSAVED_STEPS = 20_000;

export interface AlertBookPorts {
  readonly clock: Clock;
  readonly store: AlertStore;
  readonly log: Log;
  /** Told of each change of an alert. */
  readonly onChanged: (alert: Alert) => void;
  /** Told when the store refuses, and, with null, when it takes something again. */
  readonly onHealth: (detail: string | null) => void;
}

/** Every alert as it stands, written down: what must be told at once, the rest within a second. */
export class AlertBook {
  readonly #ports: AlertBookPorts;
  readonly #open = new Map<string, Alert>();
  readonly #unsaved = new Map<string, Alert>();
  #steps: AlertStep[] = [];
  #cancel: Disposer | null = null;
  #isRefused = false;

  constructor(ports: AlertBookPorts) {
    this.#ports = ports;
    for (const alert of ports.store.open()) this.#open.set(alert.id, alert);
  }

  open(): readonly Alert[] {
    return [...this.#open.values()];
  }

  find(id: string): Alert | null {
    return this.#open.get(id) ?? this.#unsaved.get(id) ?? this.#ports.store.find(id);
  }

  /** Open ones and the newest cleared ones, newest first. */
  recent(): readonly Alert[] {
    const cleared = this.page(null, 200)
      .alerts.filter(({ state }) => state === 'cleared')
      .slice(0, RECENT_CLEARED);
    return [...this.open(), ...cleared].sort((left, right) => right.firedAtMs - left.firedAtMs);
  }

  page(before: number | null, limit: number): ReturnType<AlertStore['page']> {
    this.flush();
    return this.#ports.store.page(before, limit);
  }

  /** Takes the change in; `isUrgent`: it is on disk when this returns, unless the disk refuses. */
  put(alert: Alert, step: AlertStepKind | null, isUrgent: boolean): void {
    if (alert.state === 'cleared') this.#open.delete(alert.id);
    else this.#open.set(alert.id, alert);
    this.#unsaved.set(alert.id, alert);
    if (step !== null && this.#steps.length < MOST_UNSAVED_STEPS)
      this.#steps.push({ alert: alert.id, atMs: this.#ports.clock.now(), kind: step });
    if (isUrgent) this.flush();
    else this.#schedule(FLUSH_MS);
    this.#ports.onChanged(alert);
  }

  /** Writes down what is not yet; tried again later when the store refuses. */
  flush(): void {
    if (this.#unsaved.size === 0 && this.#steps.length === 0) return;
    this.#cancel?.();
    this.#cancel = null;
    try {
      this.#ports.store.save([...this.#unsaved.values()], this.#steps);
      this.#unsaved.clear();
      this.#steps = [];
    } catch (error) {
      this.#ports.log.error('alerts not kept', { detail: String(error).slice(0, 200) });
      this.#schedule(RETRY_MS);
      return this.#health(true);
    }
    this.#health(false);
  }

  // The alert that this makes comes back here while the store still refuses, and is no news then.
  #health(isRefused: boolean): void {
    if (isRefused === this.#isRefused) return;
    this.#isRefused = isRefused;
    this.#ports.onHealth(isRefused ? 'journal.db' : null);
  }

  close(): void {
    this.flush();
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(inMs: number): void {
    const { clock } = this.#ports;
    this.#cancel ??= clock.wakeAt(clock.monotonic() + inMs, () => {
      this.#cancel = null;
      this.flush();
    });
  }
}
