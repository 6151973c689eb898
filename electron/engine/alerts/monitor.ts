import type { Alert, AlertKind } from '../../../shared/model/alert.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import type { AlertBook } from './alert-book.ts';
import { boundFacts, isSameFacts, newAlert } from './alert-form.ts';
import { type About, measureOf, type Observation, watchName } from './observation.ts';
import type { RuleBook } from './rule-book.ts';
import { CALM, FIRING, nextPhase, verdictOf } from './verdict.ts';
import { newWatch, type Watch, watchOf } from './watch.ts';

/** Whatever its rule says: the same thing is not told more often. */
const SHORTEST_COOL_DOWN_MS = 30_000;
/** An alert of an earlier run that nobody confirms within this time is over. */
const UNCONFIRMED_MS = 600_000;
const MOST_WATCHES = 5_000;
const TEST_LASTS_MS = 60_000;
/** Timers stand still while the machine sleeps, so an end by the wall clock is looked for this often. */
const LOOK_MS = 60_000;
/** The end of a gate moves by a little with every answer; that is no news. */
const SAME_END_MS = 1_000;

export interface MonitorPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly book: AlertBook;
  readonly rules: RuleBook;
  /** A new alert, already on disk: to be told. Not called for one that came back within its cool-down. */
  readonly onFired: (alert: Alert) => void;
}

/** Turns observations into alerts: hysteresis, must-hold time, cool-down. Tells nobody itself. */
export class Monitor {
  readonly #ports: MonitorPorts;
  readonly #watches = new Map<string, Watch>();

  constructor(ports: MonitorPorts) {
    this.#ports = ports;
  }

  /** Takes up what an earlier run left open; what is not confirmed in time is over. */
  start(): Disposer {
    const { clock, book } = this.#ports;
    const nowMs = clock.now();
    const earlier = [...book.page(null, 200).alerts, ...book.open()].sort(
      (one, other) => one.firedAtMs - other.firedAtMs,
    );
    for (const alert of earlier) {
      const watch = watchOf(alert, clock.monotonic(), nowMs - alert.firedAtMs);
      this.#watches.set(watchName(alert), watch);
      this.#schedule(watch);
    }
    const cancel = clock.wakeAt(clock.monotonic() + UNCONFIRMED_MS, () =>
      this.#end((watch) => !watch.isConfirmed && watch.seen.endsAtMs === null),
    );
    return () => {
      cancel();
      for (const watch of this.#watches.values()) watch.wake?.cancel();
    };
  }

  observe(seen: Observation): void {
    const { clock, rules } = this.#ports;
    const rule = rules.ruleOf(seen.kind, seen.account);
    const verdict = rule.isOn ? verdictOf(rule, seen.value) : 'clear';
    if (verdict === null) return;
    const watch = this.#watchFor(seen, verdict === 'clear');
    if (watch === null) return;
    watch.seen = seen;
    watch.isConfirmed = true;
    const isOver = seen.endsAtMs !== null && seen.endsAtMs <= clock.now();
    watch.verdict = isOver ? 'clear' : verdict;
    const measure = measureOf(seen);
    if (measure !== null) watch.trail.add(clock.now(), measure);
    this.#advance(watch);
  }

  /** Ends the alerts of things that are no more, and forgets them. */
  forget(isGone: (about: About) => boolean): void {
    this.#end(({ seen }) => isGone(seen));
    for (const [name, watch] of this.#watches) {
      if (!isGone(watch.seen)) continue;
      watch.wake?.cancel();
      this.#watches.delete(name);
    }
  }

  /** A rule is another now: what is watched by it is judged anew, by its last measure. */
  ruleChanged(kind: AlertKind): void {
    for (const watch of this.#watches.values())
      if (watch.seen.kind === kind && watch.isConfirmed) this.observe(watch.seen);
  }

  /** Makes an alert that is marked as a test and ends by itself. */
  fireTest(kind: AlertKind): Alert {
    const { clock } = this.#ports;
    const facts = { test: 'yes' };
    const endsAtMs = clock.now() + TEST_LASTS_MS;
    const seen: Observation = { kind, subject: 'test', exchange: null, account: null, value: true, facts, endsAtMs };
    this.forget(({ kind: other, subject }) => other === kind && subject === 'test');
    const watch = { ...newWatch(seen), phase: FIRING, verdict: 'beyond' as const };
    this.#watches.set(watchName(seen), watch);
    const alert = this.#fire(watch);
    this.#schedule(watch);
    return alert;
  }

  #watchFor(seen: Observation, isClear: boolean): Watch | null {
    const name = watchName(seen);
    const known = this.#watches.get(name);
    if (known !== undefined) return known;
    // What is merely not so needs no memory; a measure does, for the minutes before it fires.
    if (isClear && measureOf(seen) === null) return null;
    if (this.#watches.size >= MOST_WATCHES && !this.#makeRoom()) return null;
    const watch = newWatch(seen);
    this.#watches.set(name, watch);
    return watch;
  }

  #makeRoom(): boolean {
    for (const [name, watch] of this.#watches) {
      if (watch.phase.kind !== 'calm') continue;
      return this.#watches.delete(name);
    }
    return false;
  }

  #advance(watch: Watch): void {
    const { clock, rules } = this.#ports;
    const before = watch.phase;
    const forMs = rules.ruleOf(watch.seen.kind, watch.seen.account).forS * 1_000;
    watch.phase = nextPhase(before, watch.verdict, forMs, clock.monotonic());
    if (before.kind !== 'firing' && watch.phase.kind === 'firing') this.#rise(watch);
    else if (before.kind === 'firing' && watch.phase.kind !== 'firing') this.#fall(watch);
    else if (watch.phase.kind === 'firing') this.#refresh(watch);
    this.#schedule(watch);
  }

  #rise(watch: Watch): void {
    const { clock, book, rules } = this.#ports;
    const rule = rules.ruleOf(watch.seen.kind, watch.seen.account);
    const coolDownMs = Math.max(SHORTEST_COOL_DOWN_MS, rule.coolDownS * 1_000);
    const last =
      watch.alert === null || clock.monotonic() - watch.firedMs >= coolDownMs ? null : book.find(watch.alert);
    if (last === null) return void this.#fire(watch);
    const back: Alert = {
      ...last,
      state: last.acknowledgedAtMs === null ? 'fired' : 'acknowledged',
      changedAtMs: clock.now(),
      clearedAtMs: null,
      repeats: last.repeats + 1,
      endsAtMs: watch.seen.endsAtMs,
      facts: boundFacts(watch.seen.facts),
    };
    book.put(back, 'came-back', false);
  }

  #fire(watch: Watch): Alert {
    const { clock, book, rules, random, onFired } = this.#ports;
    const { seen, trail } = watch;
    const nowMs = clock.now();
    const measure = measureOf(seen);
    const points = measure === null ? [] : trail.points(nowMs, measure);
    const made = newAlert(seen, rules.ruleOf(seen.kind, seen.account), points, random, nowMs);
    const last = watch.alert === null ? null : book.find(watch.alert);
    // A snooze is about the thing, not about the one time it was told.
    const isSnoozed = (last?.snoozedUntilMs ?? 0) > nowMs;
    const alert = isSnoozed && last !== null ? { ...made, snoozedUntilMs: last.snoozedUntilMs } : made;
    watch.alert = alert.id;
    watch.firedMs = clock.monotonic();
    book.put(alert, 'fired', true);
    onFired(alert);
    return alert;
  }

  #fall(watch: Watch): void {
    const { clock, book } = this.#ports;
    const alert = watch.alert === null ? null : book.find(watch.alert);
    if (alert === null || alert.state === 'cleared') return;
    const nowMs = clock.now();
    book.put({ ...alert, state: 'cleared', changedAtMs: nowMs, clearedAtMs: nowMs }, 'cleared', false);
  }

  /** What it says changed while it goes on: a ban that was prolonged, another reason. A measure only moves. */
  #refresh({ alert: id, seen }: Watch): void {
    const alert = id === null ? null : this.#ports.book.find(id);
    if (alert === null) return;
    const isSameEnd = Math.abs((alert.endsAtMs ?? 0) - (seen.endsAtMs ?? 0)) < SAME_END_MS;
    const facts = boundFacts(seen.facts);
    if (isSameEnd && (typeof seen.value === 'number' || isSameFacts(alert.facts, facts))) return;
    const changed = { ...alert, facts, endsAtMs: seen.endsAtMs, changedAtMs: this.#ports.clock.now() };
    this.#ports.book.put(changed, null, false);
  }

  #end(isMeant: (watch: Watch) => boolean): void {
    for (const watch of this.#watches.values()) {
      if (!isMeant(watch)) continue;
      const wasFiring = watch.phase.kind === 'firing';
      watch.verdict = 'clear';
      watch.phase = CALM;
      if (wasFiring) this.#fall(watch);
      this.#schedule(watch);
    }
  }

  // One timer a thing at most: for the end of its must-hold time, or for its own end.
  #schedule(watch: Watch): void {
    const atMs = this.#dueMs(watch);
    if (watch.wake?.atMs === atMs) return;
    watch.wake?.cancel();
    watch.wake = null;
    if (atMs === null) return;
    const cancel = this.#ports.clock.wakeAt(atMs, () => {
      watch.wake = null;
      const { endsAtMs } = watch.seen;
      if (watch.phase.kind === 'firing' && endsAtMs !== null && endsAtMs <= this.#ports.clock.now())
        watch.verdict = 'clear';
      this.#advance(watch);
    });
    watch.wake = { atMs, cancel };
  }

  #dueMs({ phase, seen }: Watch): number | null {
    const { clock, rules } = this.#ports;
    if (phase.kind === 'holding') return phase.sinceMs + rules.ruleOf(seen.kind, seen.account).forS * 1_000;
    if (phase.kind === 'calm' || seen.endsAtMs === null) return null;
    return clock.monotonic() + Math.min(LOOK_MS, Math.max(1, seen.endsAtMs - clock.now()));
  }
}
