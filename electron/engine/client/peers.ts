import type { Account, Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential, Endpoint, Hosts, Stamp } from '../exchanges/definition.ts';
import { exchange as definitionOf } from '../exchanges/registry.ts';
import { scopeKeys } from '../limiter/keys.ts';
import type { Holder, Realm } from '../limiter/types.ts';
import type { ClientPorts } from './client.ts';
import { Circuit } from './circuit.ts';
import { KeyTurn } from './key-turn.ts';
import { NonceOwner } from './nonce.ts';
import { ServerClock } from './server-clock.ts';

/** Everything an attempt needs to know about the account it runs for. */
export interface Peer {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly hosts: Hosts;
  readonly circuit: Circuit;
  /** The exchange's clock as we know it, epoch ms. */
  serverMs(): number;
  distrustClock(): void;
  credential(): Result<Credential>;
  stamp(validForMs: number): Result<Stamp>;
  /** Waits for the circuit and, where nonces must arrive in order, for the key's turn; resolves with its end. */
  takeTurn(lane: Lane, endpoint: Endpoint): Promise<() => void>;
}

const NO_KEY = 'none';
const atOnce = (): void => undefined;

/** Shares circuits per exchange and egress, clocks per exchange, nonces and turns per key. */
export class Peers {
  readonly #ports: ClientPorts;
  readonly #circuits = new Map<string, Circuit>();
  readonly #clocks = new Map<string, ServerClock>();
  readonly #nonces = new Map<string, NonceOwner>();
  readonly #turns = new Map<string, KeyTurn>();

  constructor(ports: ClientPorts) {
    this.#ports = ports;
  }

  of(account: Account): Result<Peer> {
    const { exchange, environment } = account;
    const realm: Realm = { exchange, environment };
    const lent = this.#ports.vault.lend(account.id);
    const keyId = lent.ok ? lent.value.keyId : NO_KEY;
    const accountRef = this.#ports.accountRef(account);
    const holder: Holder = { egress: account.egress, accountRef, account: account.id, key: keyId };
    const clock = this.clockOf(realm);
    const circuit = this.#circuitOf(realm, holder);
    return ok({
      realm,
      holder,
      hosts: this.#ports.hosts(account),
      circuit,
      serverMs: () => clock.serverMs(),
      distrustClock: () => clock.distrust(),
      credential: () => (lent.ok ? ok(lent.value.credential) : lent),
      stamp: (validForMs) => this.#stamp(account, keyId, clock, validForMs),
      takeTurn: (lane, endpoint) => this.#takeTurn(lane, endpoint, circuit, definitionOf(exchange).signer.usesNonce ? keyId : null),
    });
  }

  clockOf(realm: Realm): ServerClock {
    const name = `${realm.exchange}/${realm.environment}`;
    return cached(this.#clocks, name, () => new ServerClock(this.#ports.clock));
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

  #stamp(account: Account, keyId: string, clock: ServerClock, validForMs: number): Result<Stamp> {
    if (!definitionOf(account.exchange).signer.usesNonce) return ok({ serverMs: clock.serverMs(), nonce: 0n, validForMs });
    const { nonces, clock: local } = this.#ports;
    try {
      const owner = cached(this.#nonces, keyId, () => new NonceOwner(keyId, nonces, local));
      return ok({ serverMs: clock.serverMs(), nonce: owner.next(), validForMs });
    } catch (error) {
      return fail<Failure>({ kind: 'storage', detail: `the nonce of key ${keyId} cannot be kept: ${String(error)}` });
    }
  }

  async #takeTurn(lane: Lane, endpoint: Endpoint, circuit: Circuit, keyId: string | null): Promise<() => void> {
    // A cancel is worth trying while an exchange stumbles; everything else waits for the probe.
    if (lane !== 'cancel') await circuit.enter();
    if (keyId === null || endpoint.security === 'public') return atOnce;
    return await cached(this.#turns, keyId, () => new KeyTurn()).take(lane);
  }
}

function cached<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const found = map.get(name);
  if (found !== undefined) return found;
  const made = make();
  map.set(name, made);
  return made;
}
