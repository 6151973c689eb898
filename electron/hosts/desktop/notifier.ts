import type { Notification } from 'electron';
import type { Alert } from '../../../shared/model/alert.ts';
import { alertWords, type LabelOf, manyAlertsWords } from './alert-text.ts';
import type { ElectronApi } from './electron-api.ts';
import { word } from './words.ts';

export interface NotifierOptions {
  readonly labelOf: LabelOf;
  /** Leads to that alert; null: to all of them. */
  readonly onOpen: (alert: Alert | null) => void;
  readonly onAcknowledge: (alert: Alert) => void;
  readonly onSnooze: (alert: Alert, untilMs: number) => void;
  /** The system showed it. */
  readonly onTold: (alert: Alert) => void;
  /** The system would not show it; alerts stay on their page and are counted. Said once until it shows one again. */
  readonly onBroken: (detail: string) => void;
  /** These were not shown: somebody else is to tell them. */
  readonly onFailed: (alerts: readonly Alert[]) => void;
  readonly onShown: () => void;
  /** Wall time. */
  readonly wallMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

const SNOOZE_MS = 15 * 60_000;
/** What comes within so long is told together; critical ones wait for nobody. */
const GATHER_MS = 750;
/** Kept in reach so that a click still finds its alert. */
const MAX_SHOWN = 50;
const ACTIONS = ['notice.acknowledge', 'notice.snooze', 'notice.open'] as const;
const URGENCY = { notice: 'low', warning: 'normal', critical: 'critical' } as const;

/** Alerts as the system's own notifications. */
export class Notifier {
  readonly #electron: Pick<ElectronApi, 'Notification'>;
  readonly #options: NotifierOptions;
  /** Alert id → what shows it, and which firing of it. An entry may stand for several alerts. */
  readonly #shown = new Map<string, { readonly firing: string; readonly notification: Notification | null }>();
  #gathered: Alert[] = [];
  #isBroken = false;

  constructor(electron: Pick<ElectronApi, 'Notification'>, options: NotifierOptions) {
    this.#electron = electron;
    this.#options = options;
  }

  raise(alert: Alert): void {
    if (this.#shown.get(alert.id)?.firing === firingOf(alert)) return;
    this.#keep(alert, null);
    if (alert.severity === 'critical') return this.#showOne(alert);
    this.#gathered.push(alert);
    if (this.#gathered.length === 1) void this.#options.waitMs(GATHER_MS).then(() => this.#showGathered());
  }

  /** Seen to, or put off until later: its notification goes, and may come again. */
  changed(alerts: readonly Alert[]): void {
    const nowMs = this.#options.wallMs();
    for (const { id, state, snoozedUntilMs } of alerts) {
      if (state === 'fired' && (snoozedUntilMs === null || snoozedUntilMs <= nowMs)) continue;
      this.#gathered = this.#gathered.filter((alert) => alert.id !== id);
      this.#shown.get(id)?.notification?.close();
      this.#shown.delete(id);
    }
  }

  #showGathered(): void {
    const groups = Map.groupBy(this.#gathered.splice(0), ({ exchange }) => exchange);
    for (const alerts of groups.values()) {
      const [only] = alerts;
      if (only !== undefined && alerts.length === 1) this.#showOne(only);
      else if (only !== undefined) this.#showMany(alerts, only);
    }
  }

  #showOne(alert: Alert): void {
    const notification = new this.#electron.Notification({
      ...alertWords(alert, this.#options.wallMs(), this.#options.labelOf),
      ...groupOf(alert),
      id: alert.id,
      urgency: URGENCY[alert.severity],
      timeoutType: alert.severity === 'critical' ? 'never' : 'default',
      silent: alert.severity === 'notice',
      actions: ACTIONS.map((key) => ({ type: 'button' as const, text: word(key) })),
    });
    notification.on('action', ({ actionIndex }) => this.#act(alert, actionIndex));
    this.#show(notification, [alert]);
  }

  #showMany(alerts: readonly Alert[], first: Alert): void {
    const isWarning = alerts.some(({ severity }) => severity === 'warning');
    const notification = new this.#electron.Notification({
      ...manyAlertsWords(alerts),
      ...groupOf(first),
      urgency: isWarning ? 'normal' : 'low',
      silent: !isWarning,
    });
    this.#show(notification, alerts);
  }

  #show(notification: Notification, alerts: readonly Alert[]): void {
    for (const alert of alerts) this.#keep(alert, notification);
    const [only, ...more] = alerts;
    notification.on('click', () => this.#options.onOpen(more.length === 0 ? (only ?? null) : null));
    notification.once('show', () => {
      this.#isBroken = false;
      this.#options.onShown();
      for (const alert of alerts) this.#options.onTold(alert);
    });
    notification.once('failed', (_event, error) => this.#failed(error, alerts));
    notification.show();
  }

  #act(alert: Alert, index: number): void {
    const { onAcknowledge, onSnooze, onOpen, wallMs } = this.#options;
    if (index === 0) onAcknowledge(alert);
    else if (index === 1) onSnooze(alert, wallMs() + SNOOZE_MS);
    else onOpen(alert);
  }

  #keep(alert: Alert, notification: Notification | null): void {
    this.#shown.delete(alert.id);
    this.#shown.set(alert.id, { firing: firingOf(alert), notification });
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > MAX_SHOWN && oldest !== undefined) this.#shown.delete(oldest);
  }

  #failed(detail: string, alerts: readonly Alert[]): void {
    if (!this.#isBroken) this.#options.onBroken(detail);
    this.#isBroken = true;
    this.#options.onFailed(alerts);
  }
}

/** The same alert may come back; the same firing is told once. */
function firingOf({ firedAtMs, repeats, severity }: Alert): string {
  return `${firedAtMs}/${repeats}/${severity}`;
}

function groupOf({ exchange }: Alert): { readonly groupId: string; readonly groupTitle: string } {
  return exchange === null
    ? { groupId: 'headroom', groupTitle: word('app.name') }
    : { groupId: exchange, groupTitle: word(`exchange.${exchange}`) };
}
