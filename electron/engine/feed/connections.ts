import { HOME_REGION, realmName } from '../../../shared/model/account.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Connection } from '../../../shared/model/host.ts';
import type { AttemptResult } from '../client/attempt.ts';
import type { ServerClock } from '../client/server-clock.ts';
import type { Realm } from '../limiter/types.ts';
import type { Publisher } from './publisher.ts';

/** Keeps, per exchange, environment and site, how well it is reached, and publishes every change of that. */
export class Connections {
  readonly #publisher: Publisher;
  readonly #known = new Map<string, { connection: Connection; readonly clock: ServerClock }>();

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  add(realm: Realm, clock: ServerClock): void {
    const connection: Connection = {
      exchange: realm.exchange,
      environment: realm.environment,
      ...(isHome(realm) ? {} : { region: realm.region }),
      state: 'connecting',
      clockOffsetMs: null,
      clockUncertaintyMs: null,
      lastAnswerAtMs: null,
      detail: null,
    };
    this.#known.set(realmName(realm), { connection, clock });
  }

  /** Nobody calls there any more: whether it could be reached is not known from now on. */
  remove(realm: Realm): void {
    if (this.#known.delete(realmName(realm))) this.#publish();
  }

  /** Takes in what became of one attempt. */
  note(realm: Realm, result: AttemptResult, nowMs: number): void {
    const entry = this.#known.get(realmName(realm));
    if (entry === undefined || result.kind === 'held') return;
    const before = entry.connection;
    const judgement = judge(result);
    if (judgement === null) return;
    entry.connection = {
      ...before,
      ...judgement,
      lastAnswerAtMs: result.kind === 'answered' ? nowMs : before.lastAnswerAtMs,
      clockOffsetMs: entry.clock.wallOffsetMs(),
      clockUncertaintyMs: entry.clock.estimate?.uncertaintyMs ?? null,
    };
    if (entry.connection.state !== before.state || entry.connection.detail !== before.detail) this.#publish();
  }

  clockChanged(realm: Realm): void {
    const entry = this.#known.get(realmName(realm));
    if (entry === undefined) return;
    entry.connection = {
      ...entry.connection,
      clockOffsetMs: entry.clock.wallOffsetMs(),
      clockUncertaintyMs: entry.clock.estimate?.uncertaintyMs ?? null,
    };
    this.#publish();
  }

  snapshot(): Connection[] {
    return [...this.#known.values()].map((entry) => entry.connection);
  }

  #publish(): void {
    this.#publisher.publish('connections.changed', { connections: this.snapshot() });
  }
}

function isHome({ region = HOME_REGION }: Realm): boolean {
  return region === HOME_REGION;
}

type Left = Exclude<AttemptResult, { kind: 'held' }>;
type Judgement = Pick<Connection, 'state' | 'detail'>;

const WELL: Judgement = { state: 'ok', detail: null };

/** What an attempt says about the way to the exchange; null: nothing, as when its caller gave up. */
function judge(result: Left): Judgement | null {
  const failure = failureIn(result);
  switch (failure?.kind) {
    case 'aborted':
      return null;
    case 'unreachable':
      return { state: 'unreachable', detail: failure.detail };
    case 'timeout':
      return { state: 'unreachable', detail: 'no answer in time' };
    case 'bad-reply':
      return { state: 'bad-reply', detail: failure.detail };
    case 'firewall':
      return { state: 'bad-reply', detail: 'its firewall refuses this address' };
    case 'maintenance':
      return { state: 'maintenance', detail: 'under maintenance' };
    default:
      return WELL;
  }
}

function failureIn(result: Left): Failure | null {
  if (result.kind === 'lost') return result.failure;
  return result.verdict?.failure ?? null;
}
