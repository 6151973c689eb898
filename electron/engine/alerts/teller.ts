import type { Alert } from '../../../shared/model/alert.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { AlertBook } from './alert-book.ts';
import { quietUntil } from './quiet-hours.ts';
import type { KeptAlertSettings } from './settings-book.ts';

/** Alerts of one turn of events arrive within this. */
const GATHER_MS = 250;
/** Those of the same kind and exchange that follow within this belong to the notice that was given. */
const GROUP_MS = 5_000;
/** What waits is looked at this often: timers stand still while the machine sleeps, and the wall clock may be set. */
const LOOK_MS = 60_000;

/** Answers true, now or later, when somebody surely was told. */
export type RaisedListener = (alert: Alert) => unknown;

export interface TellerPorts {
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly settings: () => KeptAlertSettings;
  /** Gives one notice, by every way; `isTest` passes what its user turned off. */
  readonly give: (alert: Alert, isTest: boolean) => readonly unknown[];
}

interface Group {
  readonly fromMs: number;
  readonly members: string[];
  isGiven: boolean;
}

/** Decides when an alert is told: at once, with others like it, or when nobody sleeps. */
export class Teller {
  readonly #ports: TellerPorts;
  readonly #groups = new Map<string, Group>();
  readonly #givenWith = new Map<string, readonly string[]>();
  readonly #waiting = new Set<string>();
  readonly #gathering = new Set<Disposer>();
  #wake: Disposer | null = null;

  constructor(ports: TellerPorts) {
    this.#ports = ports;
  }

  /** Tells again what an earlier run did not get to tell. */
  start(): Disposer {
    for (const alert of this.#ports.book.open()) {
      if (alert.state === 'fired' && (!alert.wasTold || alert.snoozedUntilMs !== null)) this.offer(alert);
    }
    return () => {
      this.#wake?.();
      for (const cancel of this.#gathering) cancel();
    };
  }

  /** To be told as soon as it may be. */
  offer(alert: Alert): void {
    if (alert.facts['test'] !== undefined) return this.#give([alert], true);
    const untilMs = heldUntil(alert, this.#ports.settings(), this.#ports.clock.now());
    if (untilMs === null) return this.#join(alert);
    this.#waiting.add(alert.id);
    this.#schedule();
  }

  /** Settings, or a snooze, are others now: what waits is looked at again. */
  review(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const id of waiting) {
      const alert = this.#ports.book.find(id);
      if (alert?.state === 'fired') this.offer(alert);
    }
    this.#schedule();
  }

  /** A page, a notification or a hook said that it told this one: so were those its notice stood for. */
  confirm(id: string): void {
    for (const one of this.#givenWith.get(id) ?? [id]) {
      const alert = this.#ports.book.find(one);
      if (alert !== null && !alert.wasTold) this.#ports.book.put({ ...alert, wasTold: true }, 'told', true);
    }
  }

  #join(alert: Alert): void {
    const { clock, book } = this.#ports;
    const name = groupName(alert);
    if (alert.snoozedUntilMs !== null) book.put({ ...alert, snoozedUntilMs: null }, null, false);
    const known = this.#groups.get(name);
    if (known !== undefined && clock.monotonic() - known.fromMs < GROUP_MS) return this.#follow(known, alert);
    const group: Group = { fromMs: clock.monotonic(), members: [alert.id], isGiven: false };
    this.#groups.set(name, group);
    const cancel = clock.wakeAt(clock.monotonic() + GATHER_MS, () => {
      this.#gathering.delete(cancel);
      group.isGiven = true;
      this.#give(this.#stillOpen(group.members), false);
    });
    this.#gathering.add(cancel);
  }

  // The notice is out: it stands for this one too, and whether somebody saw it is known of the first.
  #follow(group: Group, alert: Alert): void {
    group.members.push(alert.id);
    const [first] = group.members;
    if (!group.isGiven || first === undefined) return;
    if (this.#ports.book.find(first)?.wasTold === true) this.confirm(alert.id);
  }

  // What is over by now is told all the same: it happened. What somebody saw is not.
  #stillOpen(ids: readonly string[]): readonly Alert[] {
    return ids
      .flatMap((id) => this.#ports.book.find(id) ?? [])
      .filter(({ acknowledgedAtMs }) => acknowledgedAtMs === null);
  }

  #give(alerts: readonly Alert[], isTest: boolean): void {
    const [lead] = [...alerts].sort((left, right) => weightOf(right) - weightOf(left));
    if (lead === undefined) return;
    const others = alerts.length - 1;
    const notice = others === 0 ? lead : { ...lead, facts: { ...lead.facts, more: String(others) } };
    this.#givenWith.set(lead.id, isTest ? [lead.id] : (this.#groups.get(groupName(lead))?.members ?? [lead.id]));
    this.#forgetOld();
    for (const answer of this.#ports.give(notice, isTest)) void this.#hear(lead.id, answer);
  }

  async #hear(id: string, answer: unknown): Promise<void> {
    try {
      if ((await answer) === true) this.confirm(id);
    } catch {
      // A way of telling that fails has told nobody; the list in the app still shows it.
    }
  }

  #forgetOld(): void {
    if (this.#givenWith.size > 500) this.#givenWith.delete([...this.#givenWith.keys()][0] ?? '');
  }

  #schedule(): void {
    this.#wake?.();
    this.#wake = null;
    const { clock, book, settings } = this.#ports;
    const nowMs = clock.now();
    const times = [...this.#waiting].flatMap((id) => {
      const alert = book.find(id);
      return alert === null ? [] : (heldUntil(alert, settings(), nowMs) ?? nowMs);
    });
    if (times.length === 0) return;
    const inMs = Math.min(LOOK_MS, Math.max(0, Math.min(...times) - nowMs));
    this.#wake = clock.wakeAt(clock.monotonic() + inMs, () => this.review());
  }
}

/** Wall ms until which an alert is to be kept back; null: it may be told. Critical ones pass all but their own snooze. */
export function heldUntil(
  alert: Alert,
  settings: Pick<KeptAlertSettings, 'quietHours' | 'snoozedUntilMs'>,
  nowMs: number,
): number | null {
  const own = alert.snoozedUntilMs !== null && alert.snoozedUntilMs > nowMs ? alert.snoozedUntilMs : null;
  if (own !== null || alert.severity === 'critical') return own;
  const { snoozedUntilMs, quietHours } = settings;
  if (snoozedUntilMs !== null && snoozedUntilMs > nowMs) return snoozedUntilMs;
  return quietUntil(quietHours, nowMs);
}

function groupName({ kind, exchange }: Alert): string {
  return `${kind} ${exchange ?? ''}`;
}

const WEIGHTS = { notice: 0, warning: 1, critical: 2 } as const;

function weightOf({ severity }: Alert): number {
  return WEIGHTS[severity];
}
