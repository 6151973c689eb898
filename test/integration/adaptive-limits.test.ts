import { afterEach, describe, expect, it } from 'vitest';
import type { Lesson } from '../../electron/engine/client/lessons.ts';
import { createClient } from '../../electron/engine/client/client.ts';
import type { ExchangeRequest } from '../../electron/engine/http.ts';
import { form } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

let world: VirtualWorld;
afterEach(() => world.close());

const history = (method: string): ExchangeRequest => form('POST', `/0/private/${method}`, {});
const METHODS = ['Ledgers', 'TradesHistory', 'Ledgers'] as const;

/** A client of the same world that keeps its lessons. */
function learner(lessons: Lesson[]) {
  const { clock, transport, vault, engine, environment } = world;
  const keys = new Map<string, bigint>();
  return createClient({
    clock,
    random: { fraction: () => 0.5, bytes: (size) => new Uint8Array(size) },
    transport,
    limiter: engine.limiter,
    vault,
    nonces: { load: (key) => keys.get(key) ?? null, save: (key, value) => void keys.set(key, value) },
    hosts: (account) => {
      const hosts = environment.hosts(account);
      if (hosts === null) throw new Error(`no hosts for ${account.id}`);
      return hosts;
    },
    accountRef: ({ id }) => id,
    onAttempt: () => undefined,
    onLesson: (lesson) => void lessons.push(lesson),
  });
}

describe('history that costs 4 where the table says 2', () => {
  it.each([
    [2, 0],
    [4, 1],
  ] as const)(
    'at a true cost of %i the exchange refuses at most %i times, then never again',
    async (historyCost, most) => {
      world = new VirtualWorld({
        seed: `history/${historyCost}`,
        exchanges: ['kraken'],
        isMoving: false,
        kraken: { historyCost, tier: 'starter' },
      });
      const lessons: Lesson[] = [];
      const client = learner(lessons);
      let refusals = 0;
      world.transport.onPassage(({ reply }) => {
        if (reply?.body.includes('Rate limit exceeded') === true) refusals += 1;
      });
      const account = world.account('kraken');
      for (let index = 0; index < 90; index += 1) {
        const request = history(METHODS[index % METHODS.length] ?? 'Ledgers');
        void client.send({ account, request, caller: 'app', withinMs: null });
      }
      await world.run(20 * 60_000);
      const steps = lessons.map((lesson) =>
        lesson.kind === 'cost-raised' ? [lesson.endpoint, lesson.from, lesson.to] : lesson,
      );
      expect(refusals).toBeLessThanOrEqual(most);
      expect(steps.toSorted()).toEqual(
        refusals === 0
          ? []
          : [
              ['POST /0/private/Ledgers', 2, 4],
              ['POST /0/private/TradesHistory', 2, 4],
            ],
      );
    },
  );
});
