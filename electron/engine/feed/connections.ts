import type { Failure } from '../../../shared/contract/failure.ts';
import type { Connection } from '../../../shared/model/host.ts';
import type { AttemptResult } from '../client/attempt.ts';
import type { ServerClock } from '../client/server-clock.ts';
import type { Realm } from '../limiter/types.ts';
import type { Publisher } from './publisher.ts';

/** Keeps, per exchange and environment, how well it is reached, and publishes every change of that. */
export class Connections {
  readonly #publisher: Publisher;
  readonly #known = new Map<string, { connection: Connection; readonly clock: ServerClock }>();

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  add(realm: Realm, clock: ServerClock): void {
    const connection: Connection = {
      ...realm,
      state: 'connecting',
      clockOffsetMs: null,
      clockUncertaintyMs: null,
      lastAnswerAtMs: null,
      detail: null,
    };
    this.#known.set(nameOf(realm), { connection, clock });
  }

  /** Takes in what became of one attempt. */
  note(realm: Realm, result: AttemptResult, nowMs: number): void {
    const entry = this.#known.get(nameOf(realm));
    if (entry === undefined || result.kind === 'held') return;
    const before = entry.connection;
    const isAnswer = result.kind === 'answered';
    entry.connection = {
      ...before,
      state: stateOf(result),
      detail: detailOf(result),
      lastAnswerAtMs: isAnswer ? nowMs : before.lastAnswerAtMs,
      clockOffsetMs: entry.clock.wallOffsetMs(),
      clockUncertaintyMs: entry.clock.estimate?.uncertaintyMs ?? null,
    };
    if (entry.connection.state !== before.state || entry.connection.detail !== before.detail) this.#publish();
  }

  clockChanged(realm: Realm): void {
    const entry = this.#known.get(nameOf(realm));
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

function nameOf(realm: Realm): string {
  return `${realm.exchange}/${realm.environment}`;
}

function stateOf(result: Exclude<AttemptResult, { kind: 'held' }>): Connection['state'] {
  const failure = failureIn(result);
  if (failure === null) return 'ok';
  switch (failure.kind) {
    case 'unreachable':
    case 'timeout':
      return 'unreachable';
    case 'bad-reply':
      return 'bad-reply';
    case 'maintenance':
      return 'maintenance';
    default:
      return 'ok';
  }
}

function detailOf(result: Exclude<AttemptResult, { kind: 'held' }>): string | null {
  const failure = failureIn(result);
  if (failure === null) return null;
  switch (failure.kind) {
    case 'unreachable':
    case 'bad-reply':
      return failure.detail;
    case 'timeout':
      return 'no answer in time';
    default:
      return null;
  }
}

function failureIn(result: Exclude<AttemptResult, { kind: 'held' }>): Failure | null {
  if (result.kind === 'lost') return result.failure;
  return result.verdict?.failure ?? null;
}
