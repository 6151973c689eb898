import { describe, expect, it } from 'vitest';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, type Sent } from '../../support/client-rig.ts';
import { broken, json, type Answering } from '../../support/scripted-transport.ts';

const MINUTE_MS = 60_000;
const DEPTH = get('/api/v3/depth', { symbol: 'BTCUSDT', limit: '5' });
const servfail = broken({ kind: 'not-sent', detail: 'EAI_AGAIN' });

/** A resolver that keeps the caller waiting for as long as it has patience, and then fails. */
const hung =
  (rig: ClientRig): Answering =>
  ({ options }) =>
    new Promise((resolve) => {
      rig.clock.wakeAt(rig.clock.monotonic() + Math.min(30_000, options.connectTimeoutMs), () => resolve(servfail));
    });

interface Asked {
  /** When attempts were made, to the second. */
  readonly arrivedMs: readonly number[];
  readonly calls: readonly Sent[];
}

/** Asks again every second, as a screen that is open does. */
async function askedFor(rig: ClientRig, ms: number): Promise<Asked> {
  const arrivedMs: number[] = [];
  const calls: Sent[] = [];
  let seen = 0;
  for (let second = 0; second < ms / 1_000; second += 1) {
    calls.push(rig.start('binance', DEPTH, { lane: 'market', withinMs: 5_000 }));
    await rig.run(1_000);
    for (; seen < rig.transport.arrivals.length; seen += 1) arrivedMs.push(rig.clock.monotonic());
  }
  return { arrivedMs, calls };
}

describe('names that are not found', () => {
  it('SERVFAIL after 30 s: attempts grow fewer, and none is believed to have left', async () => {
    const rig = new ClientRig();
    rig.transport.always(/depth/, hung(rig));
    const { arrivedMs, calls } = await askedFor(rig, 10 * MINUTE_MS);
    const last = arrivedMs.filter((atMs) => atMs > (arrivedMs[0] ?? 0) + 5 * MINUTE_MS);
    // Ten minutes of one call a second come to a few attempts a minute.
    expect(last.length / 5).toBeLessThan(12);
    expect(calls.filter(({ result }) => result?.ok === true)).toEqual([]);
    // Whoever asked has been told within their patience, but for the last few.
    expect(calls.slice(0, -40).filter(({ result }) => result === null)).toEqual([]);
  });

  it('records that come and go: calls get through while they are there, without a burst', async () => {
    const rig = new ClientRig();
    rig.transport.always(/depth/, () => (Math.floor(rig.clock.monotonic() / 20_000) % 2 === 0 ? json({}) : servfail));
    const { arrivedMs, calls } = await askedFor(rig, 10 * MINUTE_MS);
    for (const atMs of arrivedMs) {
      expect(arrivedMs.filter((other) => other > atMs - 1_000 && other <= atMs).length).toBeLessThanOrEqual(10);
    }
    expect(calls.filter(({ result }) => result?.ok === true).length).toBeGreaterThan(100);
  });
});
