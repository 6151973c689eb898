import { guardedStore, type GuardedStore } from '../../../electron/engine/vault/guarded-store.ts';
import type {
  RawDone,
  RawRead,
  RawStore,
  RecordPort,
  StoreRecord,
} from '../../../electron/engine/vault/guarded-store-ports.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import type { SecretRead } from '../../../electron/engine/vault/secret-store.ts';
import type { Random } from '../../../electron/engine/ports.ts';
import { FakeClock, flush } from '../../support/fake-clock.ts';

/** A keychain that does as it is told: locks, hangs, refuses, dies; it counts its calls. */
export class FakeRaw implements RawStore {
  readonly kind = 'keychain';
  hidesLock = true;
  asksUser = true;
  holdsProcess = true;
  /** How long its calls take to get ready. */
  prepare?: () => Promise<void>;
  readonly items = new Map<string, string>();
  /** Every call that was made, as "get name". */
  readonly calls: string[] = [];
  isLocked = false;
  /** Answers of calls to come, instead of the keychain's own. */
  readonly script: ((call: string) => RawDone | RawRead | Promise<never> | null)[] = [];
  mostInFlight = 0;
  #inFlight = 0;
  #hung: (() => void)[] = [];
  isHanging = false;

  get(name: string): Promise<RawRead> {
    return this.#answer<RawRead>(`get ${name}`, () => {
      const text = this.isLocked ? undefined : this.items.get(name);
      return text === undefined ? { kind: 'none' } : { kind: 'value', value: new Secret(text) };
    });
  }

  set(name: string, value: Secret): Promise<RawDone> {
    return this.#answer<RawDone>(`set ${name}`, () => {
      if (this.isLocked) return { kind: 'trouble', state: 'locked', detail: 'locked collection' };
      this.items.set(
        name,
        value.use((text) => text),
      );
      return { kind: 'done' };
    });
  }

  remove(name: string): Promise<RawDone> {
    return this.#answer<RawDone>(`remove ${name}`, () => {
      if (!this.isLocked) this.items.delete(name);
      return { kind: 'done' };
    });
  }

  /** Lets every call that hangs go on. */
  release(): void {
    this.isHanging = false;
    for (const go of this.#hung) go();
    this.#hung = [];
  }

  async #answer<Output extends RawDone | RawRead>(call: string, act: () => Output): Promise<Output> {
    this.calls.push(call);
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      if (this.isHanging) await new Promise<void>((resolve) => this.#hung.push(resolve));
      const scripted = await this.script.shift()?.(call);
      return (scripted as Output | null | undefined) ?? act();
    } finally {
      this.#inFlight -= 1;
    }
  }
}

export class FakeRecord implements RecordPort {
  backend = 'a keychain';
  host = 'a machine';
  saved: StoreRecord | null = null;

  load(): StoreRecord | null {
    return this.saved;
  }

  save(record: StoreRecord): void {
    this.saved = record;
  }
}

const random: Random = { fraction: () => 0, bytes: (size) => new Uint8Array(size).fill(7) };

export interface GuardRig {
  readonly raw: FakeRaw;
  readonly clock: FakeClock;
  readonly record: FakeRecord;
  readonly store: GuardedStore;
  /** States told, in their order. */
  readonly told: string[];
}

/** A start over a keychain that may have lived before. */
export function guardRig(raw = new FakeRaw(), record = new FakeRecord()): GuardRig {
  const clock = new FakeClock();
  const store = guardedStore(raw, { clock, random, record });
  const told: string[] = [];
  store.onChange(({ state }) => told.push(state));
  return { raw, clock, record, store, told };
}

/** Started, and its first look done. */
export async function openRig(raw = new FakeRaw(), record = new FakeRecord()): Promise<GuardRig> {
  const rig = guardRig(raw, record);
  void rig.store.retry();
  await flush();
  return rig;
}

export function shown(read: SecretRead): unknown {
  return read.kind === 'found' ? read.value.use((text) => text) : read;
}
