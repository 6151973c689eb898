import { type Account, realmName } from '../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { PartNames } from '../exchanges/part-names.ts';
import { exchange as definitionOf } from '../exchanges/registry.ts';
import { realmKey, scopeKeys } from '../limiter/keys.ts';
import type { Holder, Realm } from '../limiter/types.ts';
import { Circuit } from './circuit.ts';
import type { LentCredential } from '../vault/vault.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import type { ClientPorts } from './client.ts';
import { KeyRefusals } from './key-refusals.ts';
import { KeyTurn } from './key-turn.ts';
import { LearnedCosts } from './learned-costs.ts';
import { LessonBook } from './lessons.ts';
import { NonceOwner } from './nonce.ts';
import { AccountPeer, type Peer, type Seat } from './peer.ts';
import { ServerClock } from './server-clock.ts';

export type { Peer, Turn } from './peer.ts';

/** Stands for the key of an account that has none. */
export const NO_KEY = 'none';

/** Shares circuits per exchange and egress, clocks per exchange, nonces and turns per key. */
export class Peers {
  /** Under which one name the parts of buckets are counted. */
  readonly parts = new PartNames((exchange) => definitionOf(exchange).partNames);
  readonly lessons: LessonBook;
  readonly learned = new LearnedCosts();
  readonly refusals = new KeyRefusals();
  readonly #ports: ClientPorts;
  readonly #circuits = new Map<string, Circuit>();
  readonly #clocks = new Map<string, ServerClock>();
  readonly #nonces = new Map<string, NonceOwner>();
  readonly #turns = new Map<string, KeyTurn>();
  readonly #seats = new Map<string, Seat>();
  #gateClosings = 0;

  constructor(ports: ClientPorts) {
    this.#ports = ports;
    this.lessons = new LessonBook((lesson) => ports.onLesson?.(lesson));
    ports.limiter.onGate((_gate, change) => {
      if (change === 'closed') this.#gateClosings += 1;
    });
  }

  /** Rises whenever a gate closes anywhere. */
  get gateClosings(): number {
    return this.#gateClosings;
  }

  /** `given`: another key than the one the account is signed by, as one that is tried before it is kept. */
  of(account: Account, given?: LentCredential): Result<Peer> {
    const hosts = this.#ports.hosts(account);
    if (hosts === null) return fail({ kind: 'unavailable', detail: `this run has no way to account ${account.id}` });
    const lent = given === undefined ? this.#ports.vault.lend(account.id) : ok(given);
    const seat = this.#seatOf(account, lent.ok ? lent.value.keyId : NO_KEY);
    return ok(new AccountPeer(seat, hosts, this, lent));
  }

  /** The exchange told where its count of this key's nonces stands; ours goes on above it. */
  raiseNonce({ exchange }: Account, { keyId }: LentCredential, floor: bigint): void {
    if (definitionOf(exchange).signer.usesNonce) this.#nonceOwner(keyId).raiseTo(floor);
  }

  /** A key that nobody here has used was refused for its nonce. */
  outgrowOthers({ call, number }: Attempt, result: AttemptResult): void {
    const isRefused = result.kind === 'answered' && result.verdict?.retry === 'with-new-nonce';
    if (isRefused && number === 1 && call.lent !== undefined) this.#nonceOwner(call.lent.keyId).raiseToNanos();
  }

  #nonceOwner(key: string): NonceOwner {
    return cached(this.#nonces, key, () => new NonceOwner(key, this.#ports.nonces, this.#ports.clock));
  }

  clockOf(realm: Realm): ServerClock {
    return cached(this.#clocks, realmKey(realm), () => new ServerClock(this.#ports.clock));
  }

  #seatOf(account: Account, key: string): Seat {
    const accountRef = this.#ports.accountRef(account);
    const kept = this.#seats.get(account.id);
    if (kept !== undefined && isSeatOf(kept, account, accountRef, key)) return kept;
    const { exchange, environment, region, egress } = account;
    const seat = this.#makeSeat({ exchange, environment, region }, { egress, accountRef, account: account.id, key });
    this.#seats.set(account.id, seat);
    return seat;
  }

  #makeSeat(realm: Realm, holder: Holder): Seat {
    const { key } = holder;
    const { usesNonce } = definitionOf(realm.exchange).signer;
    const owner = (): NonceOwner => this.#nonceOwner(key);
    const nonces = usesNonce ? { turn: cached(this.#turns, key, () => new KeyTurn(this.#ports.clock)), owner } : null;
    return { realm, holder, clock: this.clockOf(realm), circuit: this.#circuitOf(realm, holder), nonces };
  }

  #circuitOf(realm: Realm, holder: Holder): Circuit {
    const { ip } = scopeKeys(realm, holder);
    const { clock, random, limiter } = this.#ports;
    return cached(
      this.#circuits,
      ip,
      () =>
        new Circuit(clock, random, (forMs) =>
          limiter.closeGate({ key: ip, realm, cause: 'circuit', untilMs: clock.now() + forMs, code: null }),
        ),
    );
  }
}

function isSeatOf({ realm, holder }: Seat, account: Account, accountRef: string, key: string): boolean {
  const isSameRealm = realmName(realm) === realmName(account);
  return isSameRealm && holder.egress === account.egress && holder.accountRef === accountRef && holder.key === key;
}

function cached<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const found = map.get(name);
  if (found !== undefined) return found;
  const made = make();
  map.set(name, made);
  return made;
}
