import { z } from 'zod';
import { type Account, AccountId } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { Journal } from '../recorder/types.ts';
import { isFinal } from '../sockets/refusal.ts';

const SETTING = 'dead-man';
const WITHIN_MS = 4_000;
const RETRY_MS = 2_000;
/** Below this one slow call is enough to let it fire while we are alive and well, whatever the exchange would take. */
export const LEAST_TIMEOUT_S = 30;
/** A clean end waits for it. */
const DISARM_MS = 10_000;
/** Of the timeout: three refreshes in a row must fail before it fires, and none may take longer than its share. */
const SHARE = 1 / 3;

const Stored = z.array(z.object({ account: AccountId, timeoutS: z.number().int().positive() }));
type View = DeskState['deadMan'][number];

export interface DeadManParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly accounts: AccountBook;
  readonly onChange: () => void;
}

interface Armed {
  readonly timeoutS: number;
  firesAtMs: number | null;
  detail: string | null;
  /** The exchange will not set it until something is changed: asking on would only add up refusals. */
  isGivenUp: boolean;
  cancel: Disposer;
}

type Told = Result<number | null>;

/**
 * The exchange cancels everything of an account when it has not heard from us for so long. Off unless its user wants
 * it: it cancels protective orders as well. Set again while we live, taken off at a clean end.
 */
export class DeadMan {
  readonly #parts: DeadManParts;
  readonly #armed = new Map<AccountId, Armed>();
  /** The newest word to each account: the next waits for it, so that none overtakes another and arms what was disarmed. */
  readonly #lines = new Map<AccountId, Promise<unknown>>();
  /** Accounts whose user was told that the switch cannot be taken off, and asked for the same again. */
  readonly #warned = new Set<AccountId>();

  constructor(parts: DeadManParts) {
    this.#parts = parts;
  }

  /** Arms what was armed before the last end. */
  start(): void {
    for (const { account, timeoutS } of read(this.#parts.journal.loadSetting(SETTING))) {
      const known = this.#parts.accounts.find(account);
      if (known !== undefined) void this.#arm(known, Math.max(LEAST_TIMEOUT_S, timeoutS));
    }
  }

  /** An account can be signed for, perhaps by another key than before: it is set by that one now. */
  keyLoaded(account: Account): void {
    const armed = this.#armed.get(account.id);
    if (armed === undefined) return;
    armed.cancel();
    armed.isGivenUp = false;
    void this.#refresh(account, armed);
  }

  /**
   * Takes it off while the account can still be signed for. Where that fails its user is told, since it will fire; asked
   * again, the account is let go all the same.
   */
  async leaveAccount(account: Account): Promise<Result<null>> {
    if (!this.#armed.has(account.id) && !this.#warned.has(account.id)) return ok(null);
    const kept = this.#keep(account.id, null);
    if (!kept.ok) return kept;
    const told = await this.#disarm(account);
    if (told.ok || this.#warned.delete(account.id)) return ok(null);
    this.#warned.add(account.id);
    const why = told.failure.kind;
    const detail = `the dead-man switch of this account could not be taken off (${why}) and will cancel its orders; do it again to go on all the same`;
    return fail({ kind: 'unavailable', detail });
  }

  view(): View[] {
    return this.#parts.accounts.list().map((account) => {
      const armed = this.#armed.get(account.id);
      return {
        account: account.id,
        timeoutS: exchange(account.exchange).orders.deadMan === null ? null : (armed?.timeoutS ?? 60),
        isOn: armed !== undefined,
        firesAtMs: armed?.firesAtMs ?? null,
        isGivenUp: armed?.isGivenUp ?? false,
        detail: armed?.detail ?? null,
      };
    });
  }

  async set(account: Account, isOn: boolean, timeoutS: number): Promise<Result<null>> {
    const { deadMan } = exchange(account.exchange).orders;
    const { name } = exchange(account.exchange);
    if (deadMan === null)
      return fail({ kind: 'unavailable', detail: `${name} has no dead-man switch for spot orders` });
    const leastS = Math.max(LEAST_TIMEOUT_S, deadMan.minS);
    if (isOn && (timeoutS < leastS || timeoutS > deadMan.maxS)) {
      return fail({ kind: 'invalid-input', detail: `${name}: ${leastS} to ${deadMan.maxS} s` });
    }
    this.#warned.delete(account.id);
    const kept = this.#keep(account.id, isOn ? timeoutS : null);
    if (!kept.ok) return kept;
    if (isOn) return await this.#arm(account, timeoutS);
    return await this.#disarm(account);
  }

  /** Takes every one off, as before a clean end; one that cannot be taken off fires, and that is what it is for. */
  async stop(): Promise<void> {
    const armed = [...this.#armed.keys()].flatMap((id) => this.#parts.accounts.find(id) ?? []);
    await Promise.all(armed.map((account) => this.#disarm(account)));
  }

  /** Stops refreshing and says nothing, as an end without a goodbye. */
  drop(): void {
    for (const { cancel } of this.#armed.values()) cancel();
    this.#armed.clear();
  }

  async #arm(account: Account, timeoutS: number): Promise<Result<null>> {
    this.#armed.get(account.id)?.cancel();
    const armed: Armed = { timeoutS, firesAtMs: null, detail: null, isGivenUp: false, cancel: () => undefined };
    this.#armed.set(account.id, armed);
    return await this.#refresh(account, armed);
  }

  async #refresh(account: Account, armed: Armed): Promise<Result<null>> {
    const { clock, onChange } = this.#parts;
    const { deadMan } = exchange(account.exchange).orders;
    if (deadMan === null) return ok(null);
    const dueMs = clock.monotonic() + Math.min(deadMan.refreshS, armed.timeoutS * SHARE) * 1_000;
    const told = await this.#inLine(account, () => this.#send(account, armed.timeoutS, armed));
    if (this.#armed.get(account.id) !== armed) return ok(null);
    armed.detail = told.ok ? null : told.failure.kind;
    armed.isGivenUp = !told.ok && isHopeless(told.failure);
    if (told.ok) armed.firesAtMs = told.value ?? clock.now() + armed.timeoutS * 1_000;
    // From the beginning of the last: a slow answer must not push the next one towards the end.
    const atMs = told.ok ? Math.max(dueMs, clock.monotonic()) : clock.monotonic() + RETRY_MS;
    if (!armed.isGivenUp) armed.cancel = clock.wakeAt(atMs, () => void this.#refresh(account, armed));
    onChange();
    return told.ok ? ok(null) : told;
  }

  async #disarm(account: Account): Promise<Result<null>> {
    this.#armed.get(account.id)?.cancel();
    this.#armed.delete(account.id);
    const told = await this.#inLine(account, () => this.#send(account, 0, null));
    this.#parts.onChange();
    return told.ok ? ok(null) : told;
  }

  #inLine(account: Account, send: () => Promise<Told>): Promise<Told> {
    const before = this.#lines.get(account.id) ?? Promise.resolve();
    const told = before.then(send);
    this.#lines.set(account.id, told);
    return told;
  }

  async #send(account: Account, timeoutS: number, armed: Armed | null): Promise<Told> {
    const { deadMan } = exchange(account.exchange).orders;
    // Disarmed, or armed anew, while it waited in line.
    if (deadMan === null || (armed !== null && this.#armed.get(account.id) !== armed)) return ok(null);
    const { clock, client } = this.#parts;
    const request = deadMan.request(timeoutS);
    const patience = new AbortController();
    const mostMs = armed === null ? DISARM_MS : armed.timeoutS * SHARE * 1_000;
    const rest = clock.wakeAt(clock.monotonic() + mostMs, () => patience.abort());
    const call = { account, request, caller: 'app', lane: 'cancel', withinMs: WITHIN_MS } as const;
    const answer = await client.send({ ...call, signal: patience.signal });
    rest();
    if (!answer.ok && patience.signal.aborted) return fail({ kind: 'timeout' });
    return answer.ok ? deadMan.readFiresAt(answer.value.reply.json) : answer;
  }

  #keep(account: AccountId, timeoutS: number | null): Result<null> {
    const others = read(this.#parts.journal.loadSetting(SETTING)).filter((one) => one.account !== account);
    const next = timeoutS === null ? others : [...others, { account, timeoutS }];
    try {
      this.#parts.journal.saveSetting(SETTING, JSON.stringify(next));
      return ok(null);
    } catch {
      return fail({ kind: 'storage', detail: 'the switch cannot be kept' });
    }
  }
}

// No key at hand is no reason to give up: it may be loaded any moment, and asking costs nothing.
function isHopeless(failure: Failure): boolean {
  return failure.kind !== 'not-found' && isFinal(failure);
}

function read(text: string | null): z.infer<typeof Stored> {
  try {
    return Stored.parse(JSON.parse(text ?? '[]'));
  } catch {
    return [];
  }
}
