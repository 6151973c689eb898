import type { Account, Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Credential, Endpoint, Hosts, Stamp } from '../exchanges/definition.ts';
import { PartNames } from '../exchanges/part-names.ts';
import { exchange as definitionOf } from '../exchanges/registry.ts';
import { scopeKeys } from '../limiter/keys.ts';
import type { Holder, Realm } from '../limiter/types.ts';
import { Circuit, type Health } from './circuit.ts';
import type { ClientPorts } from './client.ts';
import { KeyTurn } from './key-turn.ts';
import { NonceOwner } from './nonce.ts';
import type { Wait } from './patience.ts';
import { ServerClock } from './server-clock.ts';

/** Everything an attempt needs to know about the account it runs for. */
export interface Peer {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly hosts: Hosts;
  readonly parts: PartNames;
  /** The exchange's clock as we know it. */
  readonly clock: ServerClock;
  credential(): Result<Credential>;
  stamp(validForMs: number): Result<Stamp>;
  /** Waits for clock and circuit and, where nonces must arrive in order, for the key's turn. */
  takeTurn(lane: Lane, endpoint: Endpoint, wait: Wait): Promise<Turn | 'late' | 'aborted'>;
}

/** Leave to send one call; both must be called, whatever becomes of it. */
export interface Turn {
  report(health: Health): void;
  /** Reports `unknown` where nothing was reported. */
  end(): void;
}

const NO_KEY = 'none';
const nothing = (): void => undefined;

/** Shares circuits per exchange and egress, clocks per exchange, nonces and turns per key. */
export class Peers {
  /** Under which one name the parts of buckets are counted. */
  readonly parts = new PartNames((exchange) => definitionOf(exchange).partNames);
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
    const { usesNonce } = definitionOf(exchange).signer;
    const takeTurn = async (lane: Lane, endpoint: Endpoint, wait: Wait): Promise<Turn | 'late' | 'aborted'> => {
      const isTimed = endpoint.security === 'signed' && !usesNonce;
      const woken = isTimed ? await clock.ready(wait) : 'woken';
      if (woken !== 'woken') return woken;
      const isQueued = endpoint.security === 'signed' && usesNonce;
      return await this.#takeTurn(lane, this.#circuitOf(realm, holder), isQueued ? keyId : null, wait);
    };
    return ok({
      realm,
      holder,
      hosts: this.#ports.hosts(account),
      parts: this.parts,
      clock,
      credential: () => (lent.ok ? ok(lent.value.credential) : lent),
      stamp: (validForMs) => this.#stamp(usesNonce ? keyId : null, clock, validForMs),
      takeTurn,
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

  #stamp(nonceKey: string | null, clock: ServerClock, validForMs: number): Result<Stamp> {
    const serverMs = clock.serverMs();
    if (nonceKey === null) return ok({ serverMs, nonce: 0n, validForMs });
    const { nonces, clock: local } = this.#ports;
    try {
      const owner = cached(this.#nonces, nonceKey, () => new NonceOwner(nonceKey, nonces, local));
      return ok({ serverMs, nonce: owner.next(), validForMs });
    } catch {
      return fail<Failure>({ kind: 'storage', detail: `the nonce of key ${nonceKey} cannot be kept` });
    }
  }

  async #takeTurn(
    lane: Lane,
    circuit: Circuit,
    turnKey: string | null,
    wait: Wait,
  ): Promise<Turn | 'late' | 'aborted'> {
    // A cancel is worth trying while an exchange stumbles; everything else waits for the probe.
    const pass = lane === 'cancel' ? circuit.pass() : await circuit.enter(wait);
    if (typeof pass === 'string') return pass;
    const endTurn = turnKey === null ? nothing : await this.#turnOf(turnKey).take(lane, wait);
    if (typeof endTurn === 'string') {
      pass.report('unknown');
      return endTurn;
    }
    return {
      report: (health) => pass.report(health),
      end: () => {
        pass.report('unknown');
        endTurn();
      },
    };
  }

  #turnOf(keyId: string): KeyTurn {
    return cached(this.#turns, keyId, () => new KeyTurn());
  }
}

function cached<Value>(map: Map<string, Value>, name: string, make: () => Value): Value {
  const found = map.get(name);
  if (found !== undefined) return found;
  const made = make();
  map.set(name, made);
  return made;
}
