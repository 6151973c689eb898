import { describe, expect, it } from 'vitest';
import { connectFeed } from '../../../electron/engine/sockets/feed.ts';
import { accountOf } from '../../support/client-rig.ts';
import { executions, FeedRig, krakenAck, subscribedKraken } from './support.ts';

const MINUTE_MS = 60_000;

describe('the life of a connection', () => {
  it('is connected anew after the other side closed it, with its code in the row', async () => {
    const { rig, end } = await subscribedKraken();
    await end.hangUp(1006);
    expect(rig.events()).toEqual(['connected', 'subscribed', 'closed 1006']);
    expect(rig.states.at(-1)).toBe('down');
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
    await rig.sockets.last.open();
    await rig.sockets.last.say(krakenAck(125));
    expect(rig.states.at(-1)).toBe('live');
    expect(rig.view('ws-connections').used).toBe(2);
  });

  it('waits longer after each failure, and starts small again after a good minute', async () => {
    const { rig, end } = await subscribedKraken();
    await end.hangUp();
    const pauses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const before = rig.sockets.ends.length;
      const fromMs = rig.clock.monotonic();
      while (rig.sockets.ends.length === before) await rig.run(500);
      pauses.push(rig.clock.monotonic() - fromMs);
      await rig.sockets.last.hangUp();
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
    await rig.run(30_000);
    await rig.sockets.last.open();
    await rig.sockets.last.say(krakenAck(125));
    for (let second = 0; second < 61; second += 1) {
      await rig.run(1_000);
      await rig.sockets.last.say({ channel: 'heartbeat' });
    }
    const before = rig.sockets.ends.length;
    await rig.sockets.last.hangUp();
    await rig.run(1_000);
    expect(rig.sockets.ends).toHaveLength(before + 1);
  });

  it.each([{ fraction: 0 }, { fraction: 0.99 }])(
    'a line that comes and goes for an hour sees at most one attempt a second and 150 in ten minutes (jitter $fraction)',
    async ({ fraction }) => {
      const rig = new FeedRig();
      rig.fraction = fraction;
      const attemptsMs: number[] = [];
      rig.sockets.onAttempt = (end) => {
        attemptsMs.push(rig.clock.monotonic());
        queueMicrotask(() => void end.hangUp());
      };
      await rig.connect('kraken');
      for (let minute = 0; minute < 60; minute += 1) await rig.run(MINUTE_MS);
      const gaps = attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0));
      expect(attemptsMs.length).toBeGreaterThan(50);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
      for (const fromMs of attemptsMs) {
        expect(
          attemptsMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 10 * MINUTE_MS).length,
        ).toBeLessThanOrEqual(150);
      }
    },
  );

  it('does not connect while its bucket of connections is full', async () => {
    const rig = new FeedRig();
    const peer = rig.client.peers.of({
      id: 'kraken-a',
      exchange: 'kraken',
      environment: 'live',
      label: 'k',
      region: 'global',
      egress: 'default',
    });
    if (!peer.ok) throw new Error('No peer');
    rig.limiter.closeGate({
      key: 'kraken/live|ip=default',
      realm: peer.value.realm,
      cause: 'banned',
      untilMs: rig.clock.now() + 30_000,
      code: null,
    });
    await rig.connect('kraken');
    await rig.run(29_000);
    expect(rig.sockets.ends).toEqual([]);
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(1);
  });

  it('a socket that never opens is given up after 15 s', async () => {
    const rig = new FeedRig();
    await rig.connect('kraken');
    await rig.run(15_000);
    expect(rig.sockets.ends[0]?.isClosed).toBe(true);
    expect(rig.events()).toEqual(['closed timeout']);
  });

  it('a step that nobody acknowledges is given up after 10 s', async () => {
    const rig = new FeedRig();
    await rig.connect('kraken');
    await rig.sockets.last.open();
    await rig.run(9_000);
    await rig.sockets.last.say({ channel: 'heartbeat' });
    await rig.run(1_000);
    expect(rig.events()).toEqual(['connected', 'closed timeout']);
  });

  it('a silent socket is asked for a sign of life, and left when none comes', async () => {
    const { rig, end } = await subscribedKraken();
    await rig.run(10_000);
    expect(end.messages.at(-1)).toEqual({ method: 'ping' });
    await rig.run(9_999);
    expect(end.isClosed).toBe(false);
    await rig.run(1);
    expect(end.isClosed).toBe(true);
    expect(rig.events().at(-1)).toBe('closed stale');
    await rig.run(2_000);
    expect(rig.sockets.ends).toHaveLength(2);
  });

  it('a socket that answers its pings lives for days', async () => {
    const { rig, end } = await subscribedKraken();
    for (let ping = 0; ping < 500; ping += 1) {
      await rig.run(10_000);
      expect(end.messages.at(-1)).toEqual({ method: 'ping' });
      await end.say({ method: 'pong', time_in: 'x', time_out: 'y' });
    }
    expect(end.isClosed).toBe(false);
    expect(rig.sockets.ends).toHaveLength(1);
  });

  it('a socket that speaks by itself is never asked', async () => {
    const { rig, end } = await subscribedKraken();
    for (let second = 0; second < 120; second += 1) {
      await rig.run(1_000);
      await end.say({ channel: 'heartbeat' });
    }
    expect(end.sent).toHaveLength(1);
  });

  it.each([
    'not JSON',
    '',
    'null',
    '[]',
    '{"channel":"executions"}',
    '{"channel":"executions","data":[{"order_id":1}]}',
    '['.repeat(100_000),
  ])('the message %.30s does no harm', async (text) => {
    const { rig, end } = await subscribedKraken();
    await end.say(text);
    await end.say(executions([], 2));
    expect(end.isClosed).toBe(false);
    expect(rig.orders).toEqual([]);
  });

  it('disposed, it closes and never comes back', async () => {
    const { rig, end, dispose } = await subscribedKraken();
    dispose();
    expect(end.isClosed).toBe(true);
    expect(rig.rows.at(-1)).toMatchObject({ endpoint: 'ws executions closed', code: null });
    await rig.run(10 * MINUTE_MS);
    expect(rig.sockets.ends).toHaveLength(1);
    expect(rig.clock.pending).toBe(0);
  });

  it('disposed while it waits, it does not connect', async () => {
    const rig = new FeedRig();
    const dispose = await rig.connect('kraken');
    await rig.sockets.last.hangUp();
    dispose();
    await rig.run(10 * MINUTE_MS);
    expect(rig.sockets.ends).toHaveLength(1);
  });

  it('disposed while it asks for a token, it opens nothing', async () => {
    const rig = new FeedRig();
    connectFeed(accountOf('kraken'), rig.ports)();
    await rig.run(MINUTE_MS);
    expect(rig.sockets.ends).toEqual([]);
    expect(rig.limiter.snapshot().every(({ inFlight }) => inFlight === 0)).toBe(true);
  });
});

describe('a link that is up for two seconds and down for two', () => {
  it.each(['kraken', 'okx', 'binance'] as const)('for ten minutes, to %s', async (exchange) => {
    const rig = new FeedRig();
    const attemptsMs: number[] = [];
    const isUp = (): boolean => Math.floor(rig.clock.monotonic() / 2_000) % 2 === 0;
    rig.sockets.onAttempt = (end) => {
      attemptsMs.push(rig.clock.monotonic());
      queueMicrotask(() => void (isUp() ? end.open() : end.hangUp()));
    };
    await rig.connect(exchange);
    for (let half = 0; half < 300; half += 1) {
      await rig.run(2_000);
      const last = rig.sockets.ends.at(-1);
      if (!isUp() && last !== undefined && !last.isClosed) await last.hangUp();
    }
    const gaps = attemptsMs.slice(1).map((atMs, index) => atMs - (attemptsMs[index] ?? 0));
    expect(attemptsMs.length).toBeGreaterThan(10);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    // Every connection that was there is seen to end, so that nothing is drawn as if it had gone on.
    const events = rig.events();
    const opened = events.filter((event) => event === 'connected').length;
    const closed = events.filter((event) => event.startsWith('closed')).length;
    expect(opened).toBeGreaterThan(0);
    expect(closed).toBeGreaterThanOrEqual(opened - 1);
    expect(rig.limiter.snapshot().filter(({ used, capacity }) => used > capacity)).toEqual([]);
  });
});
