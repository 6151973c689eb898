import { alertEvents } from '../../../shared/contract/alerts-contract.ts';
import { events } from '../../../shared/contract/contract.ts';
import type { AccountId } from '../../../shared/model/account.ts';
import type { Alert } from '../../../shared/model/alert.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { heldUntil } from '../../engine/alerts/teller.ts';
import { askEngine } from './engine-line.ts';
import { NO_FACTS, type ShellFacts } from './tray-facts.ts';
import { setFigures } from './words.ts';

export interface ShellFeedOptions {
  readonly engine: Pick<Engine, 'handlers' | 'subscribe'>;
  /** Something that is drawn may have changed: ask for `facts`. */
  readonly onChange: () => void;
  /** Figures are written otherwise from now on: menus too. */
  readonly onWording: () => void;
  /** To be told now. */
  readonly onAlert: (alert: Alert) => void;
  readonly onAlertsChanged: (alerts: readonly Alert[]) => void;
  /** Wall time. */
  readonly wallMs: () => number;
}

type Part = 'limits' | 'desk' | 'alerts';

/** Which part of what is drawn an event changes. Facts are asked for again rather than kept up. */
const PART_OF: Readonly<Record<string, Part>> = {
  'limits.changed': 'limits',
  'gates.changed': 'limits',
  'desk.changed': 'desk',
  'alerts.changed': 'alerts',
  'alerts.raised': 'alerts',
};

/** The engine's facts for the shell: asked for when they are drawn, and no more often than that. */
export class ShellFeed {
  readonly #options: ShellFeedOptions;
  readonly #old = new Set<Part>(['limits', 'desk', 'alerts']);
  #facts: ShellFacts = NO_FACTS;
  /** Its user may want no notifications; until that is known they are shown. */
  #tells = true;
  #labels: ReadonlyMap<AccountId, string> = new Map();

  constructor(options: ShellFeedOptions) {
    this.#options = options;
  }

  /** Listens from now on, and tells of alerts that nobody was told of before the last end. */
  start(): () => void {
    const stop = this.#options.engine.subscribe((name, payload) => this.#hear(name, payload));
    void this.#readNames().then(() => this.#tellMissed());
    this.#options.onChange();
    return stop;
  }

  /** The name its user gave an account; null: there is none of that id. */
  labelOf(account: AccountId): string | null {
    return this.#labels.get(account) ?? null;
  }

  /** As the engine says it now. What it does not answer stays as it was. */
  async facts(): Promise<ShellFacts> {
    const asked = [...this.#old];
    this.#old.clear();
    const parts = await Promise.all(asked.map((part) => this.#ask(part)));
    this.#facts = Object.assign({}, this.#facts, ...parts) as ShellFacts;
    return this.#facts;
  }

  #hear(name: string, payload: unknown): void {
    if (name === 'alerts.raised') this.#raised(payload);
    if (name === 'alerts.changed') this.#changed(payload);
    if (name === 'alerts.settingsChanged') this.#settle(payload);
    if (name === 'accounts.changed') this.#name(payload);
    if (name === 'settings.changed') this.#write(payload);
    const part = PART_OF[name];
    if (part === undefined) return;
    this.#old.add(part);
    this.#options.onChange();
  }

  async #readNames(): Promise<void> {
    const { engine } = this.#options;
    const [accounts, settings] = await Promise.all([
      askEngine(engine, 'accounts.list', {}),
      askEngine(engine, 'settings.get', {}),
    ]);
    if (accounts.ok) this.#name(accounts.value);
    if (settings.ok) this.#write(settings.value);
  }

  #name(payload: unknown): void {
    const known = events['accounts.changed'].safeParse(payload);
    if (known.success) this.#labels = new Map(known.data.accounts.map(({ id, label }) => [id, label]));
  }

  #write(payload: unknown): void {
    const settings = events['settings.changed'].safeParse(payload);
    if (!settings.success) return;
    setFigures(settings.data.page.format);
    this.#options.onWording();
    this.#options.onChange();
  }

  #raised(payload: unknown): void {
    const alert = alertEvents['alerts.raised'].safeParse(payload);
    if (alert.success && this.#tells) this.#options.onAlert(alert.data);
  }

  #settle(payload: unknown): void {
    const settings = alertEvents['alerts.settingsChanged'].safeParse(payload);
    if (settings.success) this.#tells = settings.data.notifications;
  }

  #changed(payload: unknown): void {
    const changed = alertEvents['alerts.changed'].safeParse(payload);
    if (changed.success) this.#options.onAlertsChanged(changed.data.alerts);
  }

  async #tellMissed(): Promise<void> {
    const answer = await askEngine(this.#options.engine, 'alerts.snapshot', {});
    if (!answer.ok) return;
    this.#tells = answer.value.settings.notifications;
    if (!this.#tells) return;
    const { alerts, settings } = answer.value;
    // What is held back, as in quiet hours, is told by the engine when its time comes.
    for (const alert of alerts)
      if (isUnheard(alert) && heldUntil(alert, settings, this.#options.wallMs()) === null) this.#options.onAlert(alert);
  }

  async #ask(part: Part): Promise<Partial<ShellFacts>> {
    const { engine, wallMs } = this.#options;
    if (part === 'limits') {
      const answer = await askEngine(engine, 'limits.snapshot', {});
      return answer.ok ? answer.value : {};
    }
    if (part === 'desk') {
      const answer = await askEngine(engine, 'orders.snapshot', {});
      return answer.ok ? { desk: answer.value.desk } : {};
    }
    const answer = await askEngine(engine, 'alerts.snapshot', {});
    return answer.ok ? { unacknowledged: countOpen(answer.value.alerts, wallMs()) } : {};
  }
}

/** Warnings and above that nobody has acknowledged or put off. */
export function countOpen(alerts: readonly Alert[], nowMs: number): number {
  return alerts.filter((alert) => alert.severity !== 'notice' && alert.state === 'fired' && !isSnoozed(alert, nowMs))
    .length;
}

function isUnheard(alert: Alert): boolean {
  return alert.state === 'fired' && !alert.wasTold;
}

function isSnoozed({ snoozedUntilMs }: Alert, nowMs: number): boolean {
  return snoozedUntilMs !== null && snoozedUntilMs > nowMs;
}
