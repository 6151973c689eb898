import { afterEach, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../shared/model/account.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import type { SocketTransport } from '../../electron/engine/ports.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { addIssued, issueOn, valueIn } from '../support/issued-keys.ts';
import type { Passage } from '../support/virtual-transport.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const CALLS = 1_000;
const LONG_MS = 24 * 3_600_000;
const KEY_HEADER: Readonly<Record<ExchangeId, string>> = {
  binance: 'x-mbx-apikey',
  okx: 'ok-access-key',
  kraken: 'api-key',
};

let world: VirtualWorld;
afterEach(() => world.close());

interface Taken {
  readonly apiKey: string;
  readonly path: string;
  readonly status: number;
  readonly body: string;
}

function signerOf({ request }: Passage, id: ExchangeId): string | null {
  const found = Object.entries(request.headers).find(([name]) => name.toLowerCase() === KEY_HEADER[id]);
  return found === undefined ? null : String(found[1]);
}

describe('a switch of keys under load', () => {
  for (const id of ['binance', 'okx', 'kraken'] as const) {
    it(`fails none of ${CALLS} calls on ${id}; those that left finish on the old key`, async () => {
      world = new VirtualWorld({ seed: `rotation ${id}`, exchanges: [id], isMoving: false });
      await world.run(5_000);
      const [first, second] = [issueOn(world, id), issueOn(world, id)];
      const old = await addIssued(world, first, { exchange: id, label: 'Old' });
      const next = await addIssued(world, second, { exchange: id, label: 'New', replaces: old.id });
      const account = world.engine.accounts.find(old.account);
      if (account === undefined) throw new Error('no account');
      const taken: Taken[] = [];
      world.transport.onPassage((passage) => {
        const apiKey = signerOf(passage, id);
        const path = passage.request.target.split('?')[0] ?? '';
        if (apiKey !== null)
          taken.push({ apiKey, path, status: passage.reply?.status ?? 0, body: String(passage.reply?.body) });
      });
      const request = exchange(id).orders.balances();
      let underWay = 0;
      const carry = world.transport.send.bind(world.transport);
      let left = 0;
      world.transport.send = (...sent) => {
        underWay += 1;
        if (sent[1].target.split('?')[0] === request.path) left += 1;
        return carry(...sent).finally(() => {
          underWay -= 1;
        });
      };
      const call = () => world.engine.client.send({ account, request, caller: 'app', withinMs: null });

      const results: Promise<Awaited<ReturnType<typeof call>>>[] = [];
      for (let count = 0; count < CALLS / 2; count += 1) results.push(call());
      while (taken.length < 10 || underWay === 0) await world.run(3);
      await valueIn(world, 'keys.switch', { newKey: next.id });
      const leftBefore = left;
      for (let count = 0; count < CALLS / 2; count += 1) results.push(call());
      const answers = await world.until(Promise.all(results), LONG_MS);

      expect(answers.filter((answer) => !answer.ok)).toEqual([]);
      expect(taken.filter(({ status }) => status !== 200)).toEqual([]);
      const balances = taken.filter(({ path }) => path === request.path);
      const by = ({ apiKey }: { readonly apiKey: string }): number =>
        balances.filter((one) => one.apiKey === apiKey).length;
      expect({ old: by(first), new: by(second) }).toEqual({ old: leftBefore, new: CALLS - leftBefore });
      expect(leftBefore).toBeLessThan(CALLS / 2);
      expect(new Set(taken.map(({ apiKey }) => apiKey))).toEqual(new Set([first.apiKey, second.apiKey]));
    }, 120_000);
  }
});

interface Line {
  readonly url: string;
  readonly sent: string[];
  isClosed: boolean;
}

/** Sockets that open and then listen. */
function listeningSockets(lines: Line[]): (clock: FakeClock) => SocketTransport {
  return (clock) => ({
    open(url, _headers, handlers) {
      const line: Line = { url, sent: [], isClosed: false };
      lines.push(line);
      clock.wakeAt(clock.monotonic() + 5, () => {
        if (!line.isClosed) handlers.onOpen();
      });
      return {
        send: (text) => void line.sent.push(text),
        close() {
          line.isClosed = true;
        },
      };
    },
    close: () => Promise.resolve(),
  });
}

describe('private feeds after a switch', () => {
  for (const id of ['binance', 'okx', 'kraken'] as const) {
    it(`begin anew with the new key on ${id}, and never use the old one again`, async () => {
      const lines: Line[] = [];
      world = new VirtualWorld({
        seed: `feeds ${id}`,
        exchanges: [id],
        isMoving: false,
        sockets: listeningSockets(lines),
      });
      await world.run(5_000);
      const [first, second] = [issueOn(world, id), issueOn(world, id)];
      const before = new Set(lines);
      const old = await addIssued(world, first, { exchange: id, label: 'Old' });
      await world.run(3_000);
      const oldLines = lines.filter((line) => !before.has(line));
      expect(oldLines.length).toBeGreaterThan(0);
      const next = await addIssued(world, second, { exchange: id, label: 'New', replaces: old.id });
      const known = lines.length;
      const signed: (string | null)[] = [];
      await valueIn(world, 'keys.switch', { newKey: next.id });
      world.transport.onPassage((passage) => void signed.push(signerOf(passage, id)));
      await world.run(5_000);
      expect(oldLines.every(({ isClosed }) => isClosed)).toBe(true);
      const fresh = lines.slice(known);
      expect(fresh.length).toBeGreaterThan(0);
      // Kraken's feed is let in by a token that the key fetches; the others show the key itself.
      const used = [...fresh.flatMap(({ sent }) => sent), ...signed].join('\n');
      expect(used).toContain(second.apiKey);
      expect(used).not.toContain(first.apiKey);
    });
  }
});
