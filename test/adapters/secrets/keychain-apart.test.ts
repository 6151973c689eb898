import { beforeEach, describe, expect, it } from 'vitest';
import { keychainApart } from '../../../electron/adapters/secrets/keychain-apart.ts';
import type { KeychainAsk, KeychainProcess, KeychainResult } from '../../../electron/adapters/secrets/keychain-line.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';

type Act = KeychainResult | 'hang' | 'end' | 'babble';

/** Processes that do as they are told; each takes the next list of acts. */
class Processes {
  readonly asked: KeychainAsk[] = [];
  readonly killed: number[] = [];
  started = 0;
  readonly #lives: Act[][];

  constructor(...lives: Act[][]) {
    this.#lives = lives;
  }

  readonly start = (): KeychainProcess => {
    this.started += 1;
    const number = this.started;
    const acts = this.#lives.shift() ?? ['end'];
    const listeners: ((message: unknown) => void)[] = [];
    const ends: (() => void)[] = [];
    const end = (): void => ends.splice(0).forEach((told) => void told());
    queueMicrotask(() => listeners.forEach((told) => void told({ kind: 'ready' })));
    return {
      post: (ask) => {
        this.asked.push(ask);
        const act = acts.shift();
        if (act === undefined || act === 'end') return queueMicrotask(end);
        if (act === 'hang') return;
        const said = act === 'babble' ? { kind: 'nonsense' } : { kind: 'answer', id: ask.id, result: act };
        queueMicrotask(() => listeners.forEach((told) => void told(said)));
      },
      onMessage: (listener) => void listeners.push(listener),
      onEnd: (listener) => void ends.push(listener),
      kill: () => {
        this.killed.push(number);
        queueMicrotask(end);
      },
    };
  };
}

const VALUE: KeychainResult = { kind: 'value', text: 'secret' };
const GONE: KeychainResult = { kind: 'trouble', state: 'stalled', detail: 'The name :1.7 was not provided by any …' };
const ABSENT: KeychainResult = { kind: 'trouble', state: 'absent', detail: 'not provided by any .service files' };
const LOCKED: KeychainResult = { kind: 'trouble', state: 'locked', detail: 'locked collection' };

let processes: Processes;

function open(...lives: Act[][]): ReturnType<typeof keychainApart> {
  processes = new Processes(...lives);
  return keychainApart({ start: processes.start, callMs: 20 });
}

async function textOf(read: ReturnType<ReturnType<typeof keychainApart>['get']>): Promise<string> {
  const got = await read;
  return got.kind === 'value' ? got.value.use((text) => text) : got.kind === 'none' ? 'none' : got.state;
}

describe('a keychain in a process of its own', () => {
  beforeEach(() => {
    processes = new Processes();
  });

  it('is started at the first call and asked from then on', async () => {
    const raw = open([VALUE, { kind: 'none' }, { kind: 'done' }, LOCKED]);
    expect(processes.started).toBe(0);
    expect(await textOf(raw.get('a'))).toBe('secret');
    expect(await raw.get('b')).toEqual({ kind: 'none' });
    expect(await raw.set('c', new Secret('text'))).toEqual({ kind: 'done' });
    expect(await raw.remove('d')).toEqual(LOCKED);
    expect(processes).toMatchObject({ started: 1, killed: [] });
    expect(processes.asked).toEqual([
      { id: 1, op: 'get', name: 'a' },
      { id: 2, op: 'get', name: 'b' },
      { id: 3, op: 'set', name: 'c', text: 'text' },
      { id: 4, op: 'remove', name: 'd' },
    ]);
  });

  it('is killed when a call hangs, and another is asked next', async () => {
    const raw = open(['hang'], [VALUE]);
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(processes.killed).toEqual([1]);
    expect(await textOf(raw.get('a'))).toBe('secret');
  });

  it('is left for another at once when the service it knew is gone', async () => {
    const raw = open([VALUE, GONE], [VALUE]);
    await raw.get('a');
    expect(await textOf(raw.get('a'))).toBe('secret');
    expect(processes).toMatchObject({ started: 2, killed: [1] });
  });

  it('asks once more and not for ever', async () => {
    const raw = open([GONE], [GONE], [VALUE]);
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(processes.started).toBe(2);
  });

  it('is absent where it never answered, and stalled where it did', async () => {
    const raw = open([ABSENT], [VALUE, ABSENT], [ABSENT], [VALUE]);
    expect(await textOf(raw.get('a'))).toBe('absent');
    await raw.get('a');
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(await textOf(raw.get('a'))).toBe('secret');
  });

  it('answers though its process ends under a call, or says what nobody understands', async () => {
    const raw = open(['end'], ['babble'], [VALUE]);
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(await textOf(raw.get('a'))).toBe('stalled');
    expect(await textOf(raw.get('a'))).toBe('secret');
  });

  it('is not started at all where something speaks against its machine code', async () => {
    const raw = keychainApart({ start: processes.start, check: () => 'the module was changed' });
    expect(await raw.get('a')).toEqual({ kind: 'trouble', state: 'absent', detail: 'the module was changed' });
    expect(processes.started).toBe(0);
  });

  it('is killed when the store closes, under a call as well', async () => {
    const raw = open(['hang'], [VALUE]);
    const read = raw.get('a');
    await raw.prepare?.();
    raw.close?.();
    expect(await textOf(read)).not.toBe('secret');
    expect(processes.killed).toContain(1);
    expect(await textOf(raw.get('a'))).toBe('absent');
    expect(processes.started).toBe(1);
  });

  it('never holds our process', () => expect(open().holdsProcess).toBe(false));
});
