import type { Account, Lane } from '../../shared/model/account.ts';
import type { Result } from '../../shared/contract/failure.ts';
import type { Answer } from '../../electron/engine/client/client.ts';
import type { ExchangeRequest } from '../../electron/engine/http.ts';
import type { VirtualWorld } from './virtual-world.ts';

export interface BotCall {
  readonly request: ExchangeRequest;
  readonly lane?: Lane;
}

/** Makes the calls one after another, each as soon as the last is answered, until told to stop. */
export function startBot(
  world: VirtualWorld,
  account: Account,
  next: (turn: number, last: Result<Answer> | null) => BotCall,
  restMs: () => number = () => 0,
): () => void {
  let isStopped = false;

  async function run(): Promise<void> {
    let last: Result<Answer> | null = null;
    for (let turn = 0; !isStopped; turn += 1) {
      const { request, lane } = next(turn, last);
      const call = {
        account,
        request,
        caller: 'bot:test',
        withinMs: null,
        ...(lane === undefined ? {} : { lane }),
      } as const;
      last = await world.engine.client.send(call);
      // Something must pass even when a call fails at once, or virtual time would stand still.
      await pause(world, last.ok ? restMs() : Math.max(100, restMs()));
    }
  }

  void run();
  return () => {
    isStopped = true;
  };
}

export function pause(world: VirtualWorld, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    world.clock.wakeAt(world.clock.monotonic() + ms, resolve);
  });
}

/** Calls back every `periodMs` of virtual time. */
export function watchEvery(world: VirtualWorld, periodMs: number, look: () => void): () => void {
  let cancel = world.clock.wakeAt(world.clock.monotonic() + periodMs, tick);
  function tick(): void {
    cancel = world.clock.wakeAt(world.clock.monotonic() + periodMs, tick);
    look();
  }
  return () => cancel();
}

export function form(
  method: 'POST' | 'DELETE',
  path: string,
  params: Readonly<Record<string, string>>,
): ExchangeRequest {
  const text = new URLSearchParams(params).toString();
  return { method, path, query: '', body: { type: 'form', text } };
}

export function json(path: string, value: unknown): ExchangeRequest {
  return { method: 'POST', path, query: '', body: { type: 'json', text: JSON.stringify(value) } };
}
