import type { Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential, Hosts, Stamp } from '../exchanges/definition.ts';
import type { Endpoint } from '../exchanges/limit-rules.ts';
import type { PartNames } from '../exchanges/part-names.ts';
import type { Holder, Realm } from '../limiter/types.ts';
import type { LentCredential } from '../vault/vault.ts';
import type { Circuit, Health, Pass } from './circuit.ts';
import type { KeyTurn } from './key-turn.ts';
import type { LessonBook } from './lessons.ts';
import type { NonceOwner } from './nonce.ts';
import type { Wait } from './patience.ts';
import type { ServerClock } from './server-clock.ts';

/** Everything an attempt needs to know about the account it runs for. */
export interface Peer {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly hosts: Hosts;
  readonly parts: PartNames;
  /** Where it is told what an answer taught, or failed to. */
  readonly lessons?: LessonBook;
  /** The exchange's clock as we know it. */
  readonly clock: ServerClock;
  credential(): Result<Credential>;
  stamp(validForMs: number): Result<Stamp>;
  /**
   * Leave once clock and circuit allow and, where nonces must arrive in order, it is the key's turn; at once, without a
   * promise, where there is nothing to wait for.
   */
  takeTurn(lane: Lane, endpoint: Endpoint, wait: Wait): Taken | Promise<Taken>;
}

/** Leave to send one call; both must be called, whatever becomes of it. */
export interface Turn {
  /** Aborted when something more urgent needs the turn; null: nothing will. */
  readonly yields: AbortSignal | null;
  report(health: Health): void;
  /** Reports `unknown` where nothing was reported. */
  end(): void;
}

export type Taken = Turn | 'late' | 'aborted';

/** What the calls of one account under one key share; the same objects for as long as neither changes. */
export interface Seat {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly clock: ServerClock;
  readonly circuit: Circuit;
  /** Null where no nonce is used. */
  readonly nonces: { readonly turn: KeyTurn; owner(): NonceOwner } | null;
}

interface SharedByAll {
  readonly parts: PartNames;
  readonly lessons: LessonBook;
}

/** One account with the key it has now; a call that waits looks again before it is signed. */
export class AccountPeer implements Peer {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly clock: ServerClock;
  readonly hosts: Hosts;
  readonly parts: PartNames;
  readonly lessons: LessonBook;
  readonly #seat: Seat;
  readonly #lent: Result<LentCredential>;

  constructor(seat: Seat, hosts: Hosts, shared: SharedByAll, lent: Result<LentCredential>) {
    this.realm = seat.realm;
    this.holder = seat.holder;
    this.clock = seat.clock;
    this.hosts = hosts;
    this.parts = shared.parts;
    this.lessons = shared.lessons;
    this.#seat = seat;
    this.#lent = lent;
  }

  credential(): Result<Credential> {
    return this.#lent.ok ? ok(this.#lent.value.credential) : this.#lent;
  }

  stamp(validForMs: number): Result<Stamp> {
    // Being late is borne for as long as a request is valid, being early is not: Binance refuses what is a second ahead
    // of its clock (rest-api.md "Timing security", 2026-07).
    const serverMs = this.clock.leastServerMs();
    const { nonces } = this.#seat;
    if (nonces === null) return ok({ serverMs, nonce: 0n, validForMs });
    try {
      return ok({ serverMs, nonce: nonces.owner().next(), validForMs });
    } catch {
      return fail<Failure>({ kind: 'storage', detail: `the nonce of key ${this.holder.key} cannot be kept` });
    }
  }

  takeTurn(lane: Lane, endpoint: Endpoint, wait: Wait): Taken | Promise<Taken> {
    const { clock, circuit, nonces } = this.#seat;
    const isSigned = endpoint.security === 'signed';
    if (isSigned && nonces === null && !clock.isReady()) return this.#afterClock(lane, wait);
    // A cancel is worth trying while an exchange stumbles; everything else waits for the probe.
    const pass = lane === 'cancel' ? circuit.pass() : circuit.enter(wait);
    if (!isSigned || nonces === null) return pass instanceof Promise ? pass.then(withoutYield) : withoutYield(pass);
    return this.#inTurn(lane, endpoint, pass, nonces.turn, wait);
  }

  async #afterClock(lane: Lane, wait: Wait): Promise<Taken> {
    const woken = await this.clock.ready(wait);
    if (woken !== 'woken') return woken;
    const { circuit } = this.#seat;
    return withoutYield(lane === 'cancel' ? circuit.pass() : await circuit.enter(wait));
  }

  async #inTurn(
    lane: Lane,
    { effect }: Endpoint,
    entered: Entered | Promise<Entered>,
    keyTurn: KeyTurn,
    wait: Wait,
  ): Promise<Taken> {
    const pass = await entered;
    if (typeof pass === 'string') return pass;
    const yielding = effect === 'read' ? new AbortController() : null;
    const endTurn = await keyTurn.take({ lane, giveUp: yielding === null ? null : () => yielding.abort() }, wait);
    if (typeof endTurn === 'string') {
      pass.end();
      return endTurn;
    }
    return {
      yields: yielding?.signal ?? null,
      report: (health) => pass.report(health),
      end: () => {
        pass.end();
        endTurn();
      },
    };
  }
}

type Entered = Pass | 'late' | 'aborted';

function withoutYield(entered: Entered): Taken {
  if (typeof entered === 'string') return entered;
  return { yields: null, report: (health) => entered.report(health), end: () => entered.end() };
}
