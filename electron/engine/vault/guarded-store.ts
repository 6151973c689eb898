import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Clock, Disposer, Random } from '../ports.ts';
import { Caller } from './guarded-store-caller.ts';
import { refusalOf, secondNames } from './guarded-store-items.ts';
import { type Finding, findingOf, lockedFinding, look } from './guarded-store-look.ts';
import type { RawDone, RawRead, RawStore, RecordPort, Trouble } from './guarded-store-ports.ts';
import { readValue } from './guarded-store-reading.ts';
import { Provenance } from './guarded-store-record.ts';
import { StateKeeper, type StoreCondition } from './guarded-store-state.ts';
import { type Turn, Turns } from './guarded-store-turns.ts';
import { putValue } from './guarded-store-writing.ts';
import type { Secret } from './secret.ts';
import type { SecretRead } from './secret-store.ts';

export interface GuardedStoreOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Null: this store needs no memory of where it was. */
  readonly record: RecordPort | null;
  /** A call that takes longer makes the store `stalled`. */
  readonly softTimeoutMs?: number;
}

export type GuardedStore = ReturnType<typeof guardedStore>;

export const SOFT_TIMEOUT_MS = 3_000;

const SILENT_DETAIL = 'The store does not answer.';
const DENIED: SecretRead = { kind: 'unavailable', state: 'denied' };

/**
 * Makes a raw store safe to use: one call under way at a time, at most one read of a key in a run where reads may ask
 * the user (`retry` and a write allow the next), nothing believed missing while it may be locked, nothing removed
 * unasked, every write read back.
 */
export function guardedStore(raw: RawStore, options: GuardedStoreOptions) {
  return new Guard(raw, options);
}

class Guard {
  readonly raw: RawStore;
  readonly #random: Random;
  readonly #turns: Turns;
  readonly #caller: Caller;
  readonly #state: StateKeeper;
  readonly #provenance: Provenance;
  /** Names whose value its caller has. */
  readonly #handed = new Set<string>();
  /** Values that came when nobody waited any more, until they are asked for. */
  readonly #parked = new Map<string, Secret>();
  #canary: string | null = null;
  #hasLooked = false;
  #isClosed = false;

  constructor(raw: RawStore, { clock, random, record, softTimeoutMs = SOFT_TIMEOUT_MS }: GuardedStoreOptions) {
    this.raw = raw;
    this.#random = random;
    this.#state = new StateKeeper(clock, () => void this.#lookInTurn());
    const events = { onStall: () => this.#stall(), onFreed: () => this.#freed() };
    this.#turns = new Turns(clock, softTimeoutMs, events);
    this.#caller = new Caller(raw, clock, this.#turns);
    this.#provenance = new Provenance(record);
  }

  get condition(): StoreCondition {
    return this.#state.condition;
  }

  /** Keys this data folder has put here, as far as it was noted. */
  get names(): readonly string[] {
    return this.#provenance.names;
  }

  /** A call is under way that Node cannot leave from (measured: `process.exit` waits for its thread). */
  get isHeld(): boolean {
    return this.raw.holdsProcess && this.#turns.isCalling;
  }

  onChange(listener: (condition: StoreCondition) => void): Disposer {
    return this.#state.onChange(listener);
  }

  read(name: string): Promise<SecretRead> {
    const parked = this.#parked.get(name);
    if (parked !== undefined) return Promise.resolve(this.#hand(name, parked));
    if (this.#isShut()) return Promise.resolve(this.#unavailable());
    if (this.raw.asksUser && this.#handed.has(name)) return Promise.resolve(DENIED);
    return this.#turns.run<SecretRead>(
      (turn) => this.#readNow(name, turn),
      () => this.#unavailable(),
    );
  }

  /** For moving a value elsewhere: may be read again later. */
  peek(name: string): Promise<SecretRead> {
    this.#handed.delete(name);
    return this.read(name).finally(() => this.#handed.delete(name));
  }

  /** Fails with `invalid-input` before any call, or with `secret-store`. */
  write(name: string, value: Secret): Promise<Result<null>> {
    const refusal = value.use(refusalOf);
    if (refusal !== null) return Promise.resolve(fail({ kind: 'invalid-input', detail: `The secret: ${refusal}.` }));
    return this.#change((turn) => this.#writeNow(name, value, turn));
  }

  remove(name: string): Promise<Result<null>> {
    return this.#change((turn) => this.#removeNow(name, turn));
  }

  /** Looks again; a call that hangs is not added to. */
  async retry(): Promise<StoreCondition> {
    this.#handed.clear();
    await this.#lookInTurn();
    return this.condition;
  }

  /** Nothing is begun any more; a call under way cannot be taken back. */
  close(): void {
    this.#isClosed = true;
    this.#caller.close();
    this.#parked.clear();
    this.#state.close();
  }

  #lookInTurn(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return this.#turns.run(
      () => this.#lookNow(),
      () => undefined,
    );
  }

  async #lookNow(): Promise<void> {
    this.#heed(await look(this.#caller, this.#random, this.#provenance.isCanaryKnown));
    this.#hasLooked = true;
  }

  #heed(finding: Finding): void {
    if (this.#isClosed) return;
    const { state, mayLookAgain, canary } = finding;
    if (state === 'ready') this.#canary = canary;
    const detail = state === 'ready' ? this.#provenance.explain(canary) : finding.detail;
    this.#state.settle({ state, detail }, mayLookAgain);
  }

  #heedTrouble(trouble: Trouble): void {
    if (trouble.state !== 'failed') this.#heed(findingOf(trouble, this.#caller));
  }

  #stall(): void {
    if (!this.#isClosed) this.#state.settle({ state: 'stalled', detail: SILENT_DETAIL }, false);
  }

  #freed(): void {
    if (this.condition.state === 'stalled' && !this.#state.isLookPlanned) void this.#lookInTurn();
  }

  /** Settled, and not open: no call is made. */
  #isShut(): boolean {
    return this.#isClosed || (this.#hasLooked && this.condition.state !== 'ready') || this.#turns.isStalled;
  }

  async #isOpen(): Promise<boolean> {
    if (!this.#hasLooked) await this.#lookNow();
    return !this.#isClosed && this.condition.state === 'ready';
  }

  #unavailable(): SecretRead {
    const { state } = this.condition;
    return { kind: 'unavailable', state: state === 'ready' ? 'stalled' : state };
  }

  #refuse(detail = this.condition.detail): { readonly ok: false; readonly failure: Failure } {
    const { state } = this.condition;
    return fail({
      kind: 'secret-store',
      state: state === 'ready' ? 'stalled' : state,
      detail: detail ?? SILENT_DETAIL,
    });
  }

  async #readNow(name: string, turn: Turn): Promise<SecretRead> {
    if (!(await this.#isOpen())) return this.#unavailable();
    if (this.raw.asksUser && this.#handed.has(name)) return DENIED;
    const got = await readValue(name, (item) => this.#surely(item));
    if (got.kind === 'none') return { kind: 'missing' };
    if (got.kind === 'trouble') {
      this.#heedTrouble(got);
      return { kind: 'unavailable', state: got.state === 'failed' ? 'denied' : got.state };
    }
    if (!turn.isLate()) return this.#hand(name, got.value);
    if (!this.#isClosed) this.#parked.set(name, got.value);
    this.#heed({ state: 'ready', detail: null, canary: this.#canary, mayLookAgain: false });
    return this.#unavailable();
  }

  #hand(name: string, value: Secret): SecretRead {
    this.#parked.delete(name);
    this.#handed.add(name);
    return { kind: 'found', value };
  }

  /** "Nothing there" of a store that hides its lock counts only while the canary can be read. */
  async #surely(name: string): Promise<RawRead> {
    const first = await this.#caller.get(name);
    if (first.kind !== 'none' || !this.raw.hidesLock) return first;
    if (this.#caller.mayHaveAsked) this.#heed(lockedFinding(this.#caller));
    else await this.#lookNow();
    const { state, detail } = this.condition;
    if (state !== 'ready') return { kind: 'trouble', state, detail: detail ?? SILENT_DETAIL };
    // It may have been unlocked between the first answer and the canary's.
    return this.#caller.get(name);
  }

  #change(job: (turn: Turn) => Promise<RawDone | Failure>): Promise<Result<null>> {
    if (this.#isShut()) return Promise.resolve(this.#refuse());
    return this.#turns.run<Result<null>>(
      async (turn) => {
        if (!(await this.#isOpen())) return this.#refuse();
        return this.#resultOf(await job(turn));
      },
      () => this.#refuse(),
    );
  }

  #resultOf(outcome: RawDone | Failure): Result<null> {
    if (outcome.kind === 'done') return ok(null);
    if (outcome.kind !== 'trouble') return fail(outcome);
    this.#heedTrouble(outcome);
    const state = outcome.state === 'failed' ? 'denied' : outcome.state;
    return fail({ kind: 'secret-store', state, detail: outcome.detail });
  }

  async #writeNow(name: string, value: Secret, turn: Turn): Promise<RawDone | Failure> {
    if (!this.#noted(() => this.#provenance.add(name, this.#canary))) return UNNOTED;
    const surely = (item: string): Promise<RawRead> => this.#surely(item);
    const done = await putValue({ caller: this.#caller, turn, name, surely }, value);
    if (done.kind === 'trouble') return done;
    this.#handed.delete(name);
    this.#parked.delete(name);
    this.#heed({ state: 'ready', detail: null, canary: this.#canary, mayLookAgain: false });
    return done;
  }

  async #removeNow(name: string, turn: Turn): Promise<RawDone | Failure> {
    for (const item of [name, ...secondNames(name)]) {
      if (turn.isLate()) return { kind: 'trouble', state: 'failed', detail: SILENT_DETAIL };
      const done = await this.#caller.remove(item);
      if (done.kind === 'trouble') return done;
    }
    this.#handed.delete(name);
    this.#parked.delete(name);
    const left = this.raw.hidesLock ? await this.#surely(name) : GONE;
    if (left.kind === 'trouble') return left;
    if (left.kind === 'value')
      return { kind: 'trouble', state: 'failed', detail: 'The store kept what it should remove.' };
    return this.#noted(() => this.#provenance.drop(name)) ? { kind: 'done' } : UNNOTED;
  }

  #noted(note: () => void): boolean {
    try {
      note();
      return true;
    } catch {
      return false;
    }
  }
}

const GONE: RawRead = { kind: 'none' };
const UNNOTED: Failure = { kind: 'storage', detail: 'the note of where keys are kept cannot be written' };
