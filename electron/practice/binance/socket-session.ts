import type { PracticeKey } from '../core/accounts.ts';
import type { PracticeConnection } from '../core/connection.ts';
import type { Answer } from './answer.ts';
import { done, refused } from './answer.ts';
import type { BinanceApp, Security } from './app.ts';
import { rejectedKey } from './errors.ts';
import type { Claim } from './gate.ts';
import { admit, mayUse } from './gate.ts';
import type { Params } from './params.ts';
import { userEventOf } from './user-events.ts';

// Codes -2035, -2036 and -2042: errors.md (2026-07).
const alreadySubscribed = { status: 400, code: -2035, msg: 'User Data Stream subscription already active.' };
const notSubscribed = { status: 400, code: -2036, msg: 'User Data Stream subscription not active.' };
const tooManyIds = { status: 400, code: -2042, msg: 'Maximum subscription ID reached for this connection.' };
const MAX_SUBSCRIPTIONS = 65_535;

/** Log-on and user data subscriptions of one WebSocket API connection. */
export class SocketSession {
  readonly #app: BinanceApp;
  readonly #connection: PracticeConnection;
  readonly #connectedMs: number;
  readonly #subscriptions = new Map<number, string>();
  readonly #unsubscribe: () => void;
  #key: PracticeKey | null = null;
  #authorizedMs: number | null = null;
  #nextId = 0;

  constructor(app: BinanceApp, connection: PracticeConnection) {
    this.#app = app;
    this.#connection = connection;
    this.#connectedMs = app.nowMs();
    this.#unsubscribe = app.venue.on((event) => {
      const user = this.#subscriptions.size === 0 ? null : userEventOf(app, event);
      if (user !== null) this.#tell(user.accountId, user.event);
    });
  }

  key(): PracticeKey | null {
    return this.#key;
  }

  close(): void {
    this.#unsubscribe();
    this.#subscriptions.clear();
  }

  /** Logs off when the key was revoked since; true when that happened. */
  dropIfRevoked(): boolean {
    if (this.#key === null || mayUse(this.#app, this.#key, 'user-data', this.#connection.ip)) return false;
    const { accountId } = this.#key;
    this.#key = null;
    this.#authorizedMs = null;
    for (const [id, owner] of this.#subscriptions) {
      if (owner === accountId) this.#end(id);
    }
    return true;
  }

  /** Ends one subscription from the exchange's side. */
  #end(id: number): void {
    this.#subscriptions.delete(id);
    this.#send({ subscriptionId: id, event: { e: 'eventStreamTerminated', E: this.#app.nowMs() } });
  }

  /** The `session.*` and `userDataStream.*` methods; null for any other. */
  handle(method: string, params: Params, claim: Claim): Answer | null {
    switch (method) {
      case 'session.logon':
        return this.#logOn(claim);
      case 'session.status':
        return done(this.#status());
      case 'session.logout':
        this.#key = null;
        this.#authorizedMs = null;
        return done(this.#status());
      case 'session.subscriptions':
        return done([...this.#subscriptions.keys()].map((subscriptionId) => ({ subscriptionId })));
      case 'userDataStream.subscribe':
        return this.#key === null ? refused(rejectedKey) : this.#subscribe(this.#key.accountId);
      case 'userDataStream.subscribe.signature':
        return this.#subscribeSigned(claim);
      case 'userDataStream.unsubscribe':
        return this.#unsubscribeFrom(params.integer('subscriptionId'));
      default:
        return null;
    }
  }

  #logOn(claim: Claim): Answer {
    const admitted = this.#admit(claim);
    if (!admitted.ok) return admitted;
    // Ed25519 only (web-socket-api.md, 2026-07); the exact refusal is not documented.
    if (admitted.value?.kind !== 'ed25519') return refused(rejectedKey);
    this.#key = admitted.value;
    this.#authorizedMs = this.#app.nowMs();
    return done(this.#status());
  }

  #subscribeSigned(claim: Claim): Answer {
    const admitted = this.#admit(claim);
    if (!admitted.ok) return admitted;
    return admitted.value === null ? refused(rejectedKey) : this.#subscribe(admitted.value.accountId);
  }

  #admit(claim: Claim): ReturnType<typeof admit> {
    const security: Security = 'user-data';
    return admit(this.#app, security, [], { ...claim, sessionKey: null });
  }

  #subscribe(accountId: string): Answer {
    if ([...this.#subscriptions.values()].includes(accountId)) return refused(alreadySubscribed);
    if (this.#nextId >= MAX_SUBSCRIPTIONS) return refused(tooManyIds);
    const subscriptionId = this.#nextId++;
    this.#subscriptions.set(subscriptionId, accountId);
    return done({ subscriptionId });
  }

  #unsubscribeFrom(id: number | undefined): Answer {
    if (id === undefined) this.#subscriptions.clear();
    else if (!this.#subscriptions.delete(id)) return refused(notSubscribed);
    return done({});
  }

  #status(): object {
    return {
      apiKey: this.#key?.apiKey ?? null,
      authorizedSince: this.#authorizedMs,
      connectedSince: this.#connectedMs,
      returnRateLimits: true,
      serverTime: this.#app.nowMs(),
      userDataStream: this.#subscriptions.size > 0,
    };
  }

  #tell(accountId: string, event: object): void {
    for (const [subscriptionId, owner] of this.#subscriptions) {
      if (owner === accountId) this.#send({ subscriptionId, event });
    }
  }

  #send(message: object): void {
    this.#connection.send(JSON.stringify(message));
  }
}
