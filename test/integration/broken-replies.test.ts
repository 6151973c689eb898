import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import type { Connection } from '../../shared/model/host.ts';
import type { FailureKind, Result } from '../../shared/contract/failure.ts';
import type { Answer } from '../../electron/engine/client/client.ts';
import { exchange as definitionOf } from '../../electron/engine/exchanges/registry.ts';
import type { PracticeReply } from '../../electron/practice/core/request.ts';
import { startBot } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

let world: VirtualWorld;
beforeEach(async () => {
  world = new VirtualWorld({ seed: 'broken', isMoving: false });
  await world.run(10_000);
});
afterEach(() => world.close());

function connection(exchange: ExchangeId): Connection | undefined {
  const published = world.told.findLast(({ name }) => name === 'connections.changed')?.payload as
    | { readonly connections: readonly Connection[] }
    | undefined;
  return published?.connections.find((one) => one.exchange === exchange);
}

function balances(exchange: ExchangeId): Promise<Result<Answer>> {
  const request = definitionOf(exchange).orders.balances();
  return world.engine.client.send({ account: world.account(exchange), request, caller: 'app', withinMs: 60_000 });
}

async function kindOf(exchange: ExchangeId): Promise<FailureKind | 'ok'> {
  const result = await world.until(balances(exchange));
  return result.ok ? 'ok' : result.failure.kind;
}

interface Trouble {
  readonly name: string;
  readonly begin: (exchange: ExchangeId) => void;
  readonly end: (exchange: ExchangeId) => void;
  readonly state: Connection['state'];
  readonly failure: readonly FailureKind[];
}

function tampered(name: string, change: (reply: PracticeReply) => PracticeReply): Trouble {
  return {
    name,
    begin: (exchange) => void world.transport.tampers.set(world.origin(exchange), change),
    end: (exchange) => void world.transport.tampers.delete(world.origin(exchange)),
    state: 'bad-reply',
    failure: ['bad-reply'],
  };
}

function setMaintenance(exchange: ExchangeId, maintenance: boolean): void {
  const { control } = world.environment;
  const settings = control.state().exchanges.find((one) => one.exchange === exchange);
  if (settings !== undefined) control.setExchange({ ...settings, maintenance });
}

const HTML = '<html><head><title>Sign in to the network</title></head><body>Please sign in</body></html>';

const troubles: readonly Trouble[] = [
  {
    name: 'nobody listens at its origin',
    begin: (exchange) => void world.transport.closed.add(world.origin(exchange)),
    end: (exchange) => void world.transport.closed.delete(world.origin(exchange)),
    state: 'unreachable',
    failure: ['unreachable'],
  },
  tampered('a page of HTML comes for JSON', (reply) => ({
    ...reply,
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: HTML,
  })),
  tampered('garbage comes for JSON', (reply) => ({ ...reply, body: '\u0000\u0001\uFFFD{]' })),
  tampered('nothing comes for JSON', (reply) => ({ ...reply, body: '' })),
  tampered('the JSON is cut off', (reply) => ({
    ...reply,
    body: reply.body.slice(0, Math.floor(reply.body.length / 2)),
  })),
  {
    name: 'it is in maintenance',
    begin: (exchange) => setMaintenance(exchange, true),
    end: (exchange) => setMaintenance(exchange, false),
    state: 'maintenance',
    failure: ['maintenance'],
  },
];

describe('an exchange that', () => {
  for (const { name, begin, end, state, failure } of troubles) {
    for (const exchange of exchangeIds) {
      it(`${name}: ${exchange}`, async () => {
        expect(await kindOf(exchange)).toBe('ok');
        begin(exchange);
        expect(failure).toContain(await kindOf(exchange));
        expect(connection(exchange)?.state).toBe(state);
        const others = exchangeIds.filter((other) => other !== exchange).map((other) => connection(other)?.state);
        expect(others).toEqual(['ok', 'ok']);

        // Long enough for every probe to meet it, and beside a bot that goes on.
        startBot(
          world,
          world.account(exchange),
          () => ({ request: definitionOf(exchange).orders.balances() }),
          () => 4_000,
        );
        await world.run(70_000);
        expect(connection(exchange)?.state).toBe(state);
        end(exchange);
        await world.run(40_000);
        expect(connection(exchange)).toMatchObject({ state: 'ok', detail: null });
        expect(await kindOf(exchange)).toBe('ok');
        expect(world.engine.limiter.gates()).toEqual([]);
      });
    }
  }
});
