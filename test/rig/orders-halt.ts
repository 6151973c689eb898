// The kill switch under load: what leaves after the stored halt time, and how long storing it takes on a real disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exchangeIds } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { HaltSwitch } from '../../electron/engine/desk/halt-switch.ts';
import { AccountBook } from '../../electron/engine/accounts/account-book.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { FakeClock } from '../support/fake-clock.ts';
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
  readonly storedMedianMs: number;
  readonly storedWorstMs: number;
  readonly seed: string;
}

const ORDERS_EACH = 7;
const AFTER_MS = 20_000;

/** Presses halt at a random moment while 21 orders are on their way, `trials` times. */
export async function runHalts(trials: number, seed: string): Promise<HaltFigure> {
  const rig = new DeskWorld({ seed, isMoving: false });
  const random = createRandom(`${seed}/halt`);
  const { world } = rig;
  const wire = new FaultyWire(world.transport, world.clock, random);
  await rig.ready();
  const sums = { leftAfter: 0, waiting: 0, stillResting: 0 };
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
    rig.service.halt.halt('user');
    haltedAtMs = rig.service.halt.view().haltedAtMs;
    sums.waiting += started - (wire.sends.size - sentBefore);
    await world.run(AFTER_MS);
    sums.stillResting += restingIn(rig) === 0 ? 0 : 1;
    rig.service.halt.resume('RESUME');
    await world.run(AFTER_MS);
  }
  await rig.close();
  return { figure: 'halt', trials, ...sums, ...measureStoring(trials), seed };
}

function restingIn({ world }: DeskWorld): number {
  const books = [
    ...world.binance.accounts.allKeys().map(({ accountId }) => world.binance.venue.openOrders(accountId)),
    ...world.okx.state.accounts.allKeys().map(({ accountId }) => world.okx.state.venue.openOrders(accountId)),
    ...world.kraken.accounts.allKeys().map(({ accountId }) => world.kraken.venue.openOrders(accountId)),
  ];
  return books.flat().length;
}

/** Real time from the press to the halt on disk, with a journal in a real file. */
export function measureStoring(trials: number): { readonly storedMedianMs: number; readonly storedWorstMs: number } {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-halt-'));
  const { journal } = openJournal(join(folder, 'journal.db'), 'rig');
  const took = Array.from({ length: trials }, () => {
    const parts = {
      clock: new FakeClock(),
      journal,
      accounts: new AccountBook(),
      cancelAll: () => Promise.reject(new Error('no accounts')),
    };
    const halt = new HaltSwitch({ ...parts, onChange: () => undefined });
    const before = performance.now();
    halt.halt('user');
    const afterMs = performance.now() - before;
    halt.resume('RESUME');
    return afterMs;
  }).toSorted((left, right) => left - right);
  journal.close();
  rmSync(folder, { recursive: true, force: true });
  const rounded = (ms: number | undefined): number => Math.round((ms ?? 0) * 100) / 100;
  return { storedMedianMs: rounded(took[Math.floor(took.length / 2)]), storedWorstMs: rounded(took.at(-1)) };
}
