import { z } from 'zod';
import type { LockView } from '../../../../shared/model/vault.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { Clock, Disposer } from '../../ports.ts';
import type { Journal } from '../../recorder/types.ts';
import type { KeyCrypto } from './key-ports.ts';

const SETTING = 'lock';
const MINUTE_MS = 60_000;
/** After so many wrong passphrases in a row each further one waits. */
const FREE_TRIES = 3;
const WAIT_MS = 5_000;

const Stored = z.object({
  hash: z.string(),
  idleMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
});
type Stored = z.infer<typeof Stored>;

export interface LockParts {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly crypto: Pick<KeyCrypto, 'hashPassphrase' | 'fitsPassphrase'>;
  readonly onChange: (view: LockView) => void;
}

/**
 * Orders and key changes want a passphrase once nobody has worked with the app for a while; watching goes on. It starts
 * locked. It keeps a passer-by from trading, not whoever can read this machine's memory.
 */
export class AppLock {
  readonly #parts: LockParts;
  #stored: Stored | null;
  #isLocked: boolean;
  #wrongTries = 0;
  #nextTryMs = 0;
  #cancel: Disposer = () => undefined;
  /** Wall time from which it counts as idle; timers stand still while the machine sleeps. */
  #idleAtMs = Number.POSITIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: LockParts) {
    this.#parts = parts;
    this.#stored = read(parts.journal.loadSetting(SETTING));
    this.#isLocked = this.#stored !== null;
  }

  view(): LockView {
    this.#seeSleep();
    return { isSet: this.#stored !== null, isLocked: this.#isLocked, idleMinutes: this.#stored?.idleMinutes ?? null };
  }

  /** Ok while orders and key changes may be made. */
  pass(): Result<null> {
    this.#seeSleep();
    return this.#isLocked ? fail<Failure>({ kind: 'app-locked' }) : ok(null);
  }

  async set(current: string | null, next: string | null, idleMinutes: number): Promise<Result<LockView>> {
    if (this.#stored !== null) {
      const fits = await this.#fits(current ?? '');
      if (!fits.ok) return fits;
    }
    const stored = next === null ? null : { hash: await this.#parts.crypto.hashPassphrase(next), idleMinutes };
    try {
      this.#parts.journal.saveSetting(SETTING, JSON.stringify(stored));
    } catch {
      return fail({ kind: 'storage', detail: 'the lock cannot be kept' });
    }
    this.#stored = stored;
    this.#setLocked(false);
    return ok(this.view());
  }

  lock(): LockView {
    if (this.#stored !== null) this.#setLocked(true);
    return this.view();
  }

  async unlock(passphrase: string): Promise<Result<LockView>> {
    const fits = await this.#fits(passphrase);
    if (!fits.ok) return fits;
    this.#setLocked(false);
    return ok(this.view());
  }

  /** The system vouches for its user, who need not type the passphrase then. */
  openForUser(): LockView {
    this.#setLocked(false);
    return this.view();
  }

  /** Somebody is at work. */
  touch(): LockView {
    this.#seeSleep();
    if (!this.#isLocked) this.#rest();
    return this.view();
  }

  stop(): void {
    this.#cancel();
  }

  /** One try at a time, so that many at once are counted like many in a row. */
  #fits(passphrase: string): Promise<Result<null>> {
    const turn = this.#turn.then(() => this.#try(passphrase));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #try(passphrase: string): Promise<Result<null>> {
    const { clock, crypto } = this.#parts;
    if (this.#stored === null) return ok(null);
    if (clock.monotonic() < this.#nextTryMs) {
      return fail({ kind: 'unavailable', detail: 'too many wrong passphrases; wait a few seconds' });
    }
    if (await crypto.fitsPassphrase(passphrase, this.#stored.hash)) {
      this.#wrongTries = 0;
      return ok(null);
    }
    this.#wrongTries += 1;
    if (this.#wrongTries >= FREE_TRIES) this.#nextTryMs = clock.monotonic() + WAIT_MS;
    return fail<Failure>({ kind: 'wrong-phrase' });
  }

  #seeSleep(): void {
    if (!this.#isLocked && this.#parts.clock.now() >= this.#idleAtMs) this.#setLocked(true);
  }

  #setLocked(isLocked: boolean): void {
    this.#isLocked = isLocked;
    this.#rest();
    this.#parts.onChange(this.view());
  }

  #rest(): void {
    this.#cancel();
    this.#idleAtMs = Number.POSITIVE_INFINITY;
    if (this.#stored === null || this.#isLocked) return;
    const { clock } = this.#parts;
    const idleMs = this.#stored.idleMinutes * MINUTE_MS;
    this.#idleAtMs = clock.now() + idleMs;
    this.#cancel = clock.wakeAt(clock.monotonic() + idleMs, () => void this.lock());
  }
}

// A lock that cannot be read must not open: without its passphrase nobody can set another.
function read(text: string | null): Stored | null {
  if (text === null || text === 'null') return null;
  try {
    return Stored.parse(JSON.parse(text));
  } catch {
    return { hash: '', idleMinutes: 1 };
  }
}
