import { fileURLToPath } from 'node:url';
import type { RawDone, RawRead, RawStore, Trouble } from '../../engine/vault/guarded-store-ports.ts';
import { Secret } from '../../engine/vault/secret.ts';
import { type KeychainAsk, type KeychainProcess, KeychainSaid, type StartKeychainProcess } from './keychain-line.ts';
import { isForgotten } from './keychain-words.ts';

/** libsecret gives each message to the service 25 s; what takes longer than some of them is a prompt nobody answers. */
const CALL_MS = 120_000;
const START_MS = 20_000;
/** Calls come together, at a start or when a key is added; between them nobody need hold the texts. */
const IDLE_MS = 60_000;

export interface KeychainApartOptions {
  readonly start: StartKeychainProcess;
  /** What speaks against loading the machine code; null: nothing. */
  readonly check?: () => string | null;
  readonly callMs?: number;
}

type Question = { readonly op: KeychainAsk['op']; readonly name: string; readonly text?: string };

/**
 * The keychain called in a process of its own, which is killed and started anew when a call hangs, when the service it
 * knew is gone, and when nobody has called for a while.
 */
export function keychainApart({ start, check = () => null, callMs = CALL_MS }: KeychainApartOptions): RawStore {
  const script = fileURLToPath(new URL('./keychain-worker.ts', import.meta.url));
  let worker: Worker | null = null;
  let isClosed = false;
  let hasAnswered = false;
  let idle: NodeJS.Timeout | undefined;

  function end(): void {
    clearTimeout(idle);
    worker?.kill();
    worker = null;
  }

  function ready(): Promise<Trouble | null> {
    clearTimeout(idle);
    if (isClosed) return Promise.resolve(trouble('absent', 'The store is closed.'));
    const reason = check();
    if (reason !== null) return Promise.resolve(trouble('absent', reason));
    if (worker === null || worker.isGone) worker = new Worker(start(script));
    return worker.ready;
  }

  async function askOnce(question: Question): Promise<RawRead | RawDone> {
    const problem = await ready();
    if (problem !== null || worker === null) return problem ?? trouble('absent', 'The store is closed.');
    const result = await worker.ask(question, callMs);
    // Another process knows nothing of a connection that went bad.
    if (result.kind === 'trouble' && (result.state === 'stalled' || result.state === 'absent')) end();
    else idle = setTimeout(end, IDLE_MS).unref();
    return result;
  }

  async function ask(question: Question): Promise<RawRead | RawDone> {
    const first = await askOnce(question);
    const result = first.kind === 'trouble' && isForgotten(first.detail) ? await askOnce(question) : first;
    if (result.kind !== 'trouble') hasAnswered = true;
    // A service that was there is restarted rather than gone for good: it is looked for again.
    return result.kind === 'trouble' && result.state === 'absent' && hasAnswered && !isClosed
      ? { ...result, state: 'stalled' }
      : result;
  }

  return {
    kind: 'keychain',
    // libsecret's way; the keychains of other systems are called in our own process.
    hidesLock: true,
    asksUser: true,
    holdsProcess: false,
    prepare: async () => void (await ready()),
    get: async (name) => readOf(await ask({ op: 'get', name })),
    set: async (name, value) => doneOf(await value.use((text) => ask({ op: 'set', name, text }))),
    remove: async (name) => doneOf(await ask({ op: 'remove', name })),
    close() {
      isClosed = true;
      end();
    },
  };
}

/** One run of the process. Every question is answered, at the latest by its end. */
class Worker {
  /** Null once it is there; why it will not be otherwise. */
  readonly ready: Promise<Trouble | null>;
  readonly #process: KeychainProcess;
  readonly #waiting = new Map<number, (result: RawRead | RawDone) => void>();
  #isGone = false;
  #calls = 0;

  constructor(process: KeychainProcess) {
    this.#process = process;
    const { promise, resolve } = Promise.withResolvers<Trouble | null>();
    const timer = setTimeout(() => this.kill(), START_MS).unref();
    process.onMessage((message) => {
      const said = KeychainSaid.safeParse(message);
      if (!said.success) return this.kill();
      if (said.data.kind === 'ready') resolve(null);
      else this.#settle(said.data.id, resultOf(said.data.result));
    });
    process.onEnd(() => {
      this.#isGone = true;
      resolve(UNSTARTED);
      for (const id of [...this.#waiting.keys()]) this.#settle(id, ENDED);
    });
    this.ready = promise.finally(() => clearTimeout(timer));
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  ask(question: Question, withinMs: number): Promise<RawRead | RawDone> {
    if (this.#isGone) return Promise.resolve(ENDED);
    this.#calls += 1;
    const id = this.#calls;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.kill(), withinMs).unref();
      this.#waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      this.#process.post({ ...question, id } as KeychainAsk);
    });
  }

  kill(): void {
    // Its number may belong to another by now.
    if (!this.#isGone) this.#process.kill();
  }

  #settle(id: number, result: RawRead | RawDone): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(result);
  }
}

const UNSTARTED = trouble('absent', 'The process that calls the keychain could not be started.');
const ENDED = trouble('stalled', 'The process that called the keychain ended.');
const ODD = trouble('failed', 'The keychain answered something else.');

function trouble(state: Trouble['state'], detail: string): Trouble {
  return { kind: 'trouble', state, detail };
}

function resultOf(result: Extract<KeychainSaid, { kind: 'answer' }>['result']): RawRead | RawDone {
  return result.kind === 'value' ? { kind: 'value', value: new Secret(result.text) } : result;
}

function readOf(result: RawRead | RawDone): RawRead {
  return result.kind === 'done' ? ODD : result;
}

function doneOf(result: RawRead | RawDone): RawDone {
  return result.kind === 'value' || result.kind === 'none' ? ODD : result;
}
