// The kill switch under load: what leaves after the stored halt time, and how long storing it takes on a real disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangeIds } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { FaultyWire } from './orders-faults.ts';

export interface HaltFigure {
  readonly figure: 'halt';
  readonly trials: number;
  /** Orders on the wire after the stored time of their halt. */
  readonly leftAfter: number;
  /** Orders that were waiting when it was pressed, over all trials. */
  readonly waiting: number;
  /** Trials after which something still rested. */
  readonly stillResting: number;
  /** Real ms from the press to its return, with the halt on disk and every cancel begun, while the orders above are under way. */
  readonly storedMedianMs: number;
  readonly storedWorstMs: number;
  readonly seed: string;
}

const ORDERS_EACH = 7;
const AFTER_MS = 20_000;

/** Presses halt at a random moment while 21 orders are on their way, `trials` times. */
export async function runHalts(trials: number, seed: string): Promise<HaltFigure> {
  // Orders, their states and the halt itself in one real file: that is what the press has to wait for.
  const folder = mkdtempSync(join(tmpdir(), 'headroom-halt-'));
  const { journal, intents } = openJournal(join(folder, 'journal.db'), 'rig');
  const rig = new DeskWorld({ seed, isMoving: false }, { settings: journal, intents: () => intents });
  const random = createRandom(`${seed}/halt`);
  const { world } = rig;
  const wire = new FaultyWire(world.transport, world.clock, random);
  await rig.ready();
  const sums = { leftAfter: 0, waiting: 0, stillResting: 0 };
  const tookMs: number[] = [];
  let haltedAtMs: number | null = null;
  wire.onOrder = () => {
    if (haltedAtMs !== null && world.clock.now() >= haltedAtMs) sums.leftAfter += 1;
  };
  for (let trial = 0; trial < trials; trial += 1) {
    haltedAtMs = null;
    const sentBefore = wire.sends.size;
    let started = 0;
    for (const id of exchangeIds) {
      for (let count = 0; count < ORDERS_EACH; count += 1) {
        const intent = rig.intent();
        const review = rig.service.desk.review(intent, rig.ticket(id, { quantity: decimal('0.001') }));
        if (!review.ok) throw new Error(`no review: ${review.failure.kind}`);
        started += 1;
        void rig.service.desk.place(intent, review.value.hash);
      }
    }
    await world.run(random.integer(0, 120));
    const pressedMs = performance.now();
    rig.service.halt.halt('user');
    tookMs.push(performance.now() - pressedMs);
    haltedAtMs = rig.service.halt.view().haltedAtMs;
    sums.waiting += started - (wire.sends.size - sentBefore);
    await world.run(AFTER_MS);
    sums.stillResting += restingIn(rig) === 0 ? 0 : 1;
    rig.service.halt.resume('RESUME');
    await world.run(AFTER_MS);
  }
  await rig.close();
  journal.close();
  rmSync(folder, { recursive: true, force: true });
  return { figure: 'halt', trials, ...sums, ...spreadOf(tookMs), seed };
}

function restingIn({ world }: DeskWorld): number {
  const books = [
    ...world.binance.accounts.allKeys().map(({ accountId }) => world.binance.venue.openOrders(accountId)),
    ...world.okx.state.accounts.allKeys().map(({ accountId }) => world.okx.state.venue.openOrders(accountId)),
    ...world.kraken.accounts.allKeys().map(({ accountId }) => world.kraken.venue.openOrders(accountId)),
  ];
  return books.flat().length;
}

function spreadOf(tookMs: readonly number[]): Pick<HaltFigure, 'storedMedianMs' | 'storedWorstMs'> {
  const sorted = tookMs.toSorted((left, right) => left - right);
  const rounded = (ms: number | undefined): number => Math.round((ms ?? 0) * 100) / 100;
  return { storedMedianMs: rounded(sorted[Math.floor(sorted.length / 2)]), storedWorstMs: rounded(sorted.at(-1)) };
}
