import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { BoundReading, Reservation, Settlement } from '../../../../electron/engine/limiter/types.ts';
import { fixed, keyOf, sliding, decaying, holder, realm } from '../rig.ts';
import { Dice, anySeed, law } from './law.ts';
import { World } from './world.ts';

const CAPACITY = 40;

/** What an answer says instead of the truth; `known`: what an answer had already said before the call left. */
type Lie = (dice: Dice, truth: number, known: number) => readonly unknown[];

const lies: Readonly<Record<string, Lie>> = {
  nan: () => [Number.NaN],
  infinite: () => [Number.POSITIVE_INFINITY],
  negative: (_dice, truth) => [-1 - truth],
  nothing: () => [0],
  'minus zero': () => [-0],
  falling: (dice, _truth, known) => [Math.floor(known * dice.fraction())],
  'a little less': (_dice, _truth, known) => [known - 1],
  'doubled, none of it sane': (_dice, _truth, known) => [Number.NaN, known - 1],
  text: (_dice, truth) => [String(truth - 1)],
  null: () => [null],
};

/** Told beside the truth. */
const doubles: Readonly<Record<string, Lie>> = {
  'less first': (dice, truth) => [dice.between(-truth, truth), truth],
  'less last': (dice, truth) => [truth, dice.between(-truth, truth)],
  'nan last': (_dice, truth) => [truth, Number.NaN],
  'the same': (_dice, truth) => [truth, truth],
};

const honest: Lie = (_dice, truth) => [truth];
const silent: Lie = () => [];

const anyTraffic = {
  seed: anySeed,
  window: fc.constantFrom(fixed(60_000), sliding(60_000), decaying(0.5)),
  calls: fc.integer({ min: 1, max: 12 }),
  /** How much others spend between our calls, at most. */
  others: fc.integer({ min: 0, max: 4 }),
  isOutside: fc.boolean(),
};

const anyCase = fc.record(anyTraffic);

type Case = typeof anyCase extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** The same calls and answers up to the last one, which lies, or says nothing. Headroom then, and later. */
async function headrooms(one: Case, lie: Lie): Promise<readonly number[]> {
  const world = new World({ window: one.window, capacity: CAPACITY, isRead: true, startMs: 5000 });
  const [dice, liar] = [new Dice(one.seed), new Dice(one.seed + 1)];
  const unanswered: (() => void)[] = [];
  let known = 0;
  for (let call = 1; call < one.calls; call += 1) {
    const answer = await arrival(world, dice, one.others);
    if (answer === null) break;
    unanswered.push(() => {
      const isTold = dice.isLucky(0.8);
      if (isTold) known = Math.max(known, answer.truth);
      answer.held.settle(failure(world, isTold ? [answer.truth] : []));
    });
    if (dice.isLucky(0.6)) unanswered.splice(dice.whole(0, unanswered.length - 1), 1)[0]?.();
    await world.clock.run(dice.between(0, 300));
  }
  const last = await arrival(world, dice, one.others);
  const told = last === null ? [] : lie(liar, last.truth, known);
  last?.held.settle(failure(world, one.isOutside ? [] : told));
  if (one.isOutside) world.limiter.observe(realm, holder, failure(world, told).readings);
  const rooms = [world.headroom()];
  for (const answerLate of unanswered) answerLate();
  rooms.push(world.headroom());
  await world.clock.run(10_000);
  return [...rooms, world.headroom()];
}

interface Arrival {
  readonly held: Reservation;
  /** How full it was when it arrived, itself included. */
  readonly truth: number;
}

async function arrival(world: World, dice: Dice, others: number): Promise<Arrival | null> {
  const cost = dice.whole(1, 4);
  world.exchange.arrive(dice.whole(0, others));
  const admission = await world.admit(cost, { lane: 'cancel', deadlineMs: world.clock.monotonic() });
  if (admission.kind !== 'admitted') return null;
  await world.clock.run(dice.between(0, 50));
  return { held: admission.reservation, truth: world.exchange.arrive(cost) };
}

function failure(world: World, told: readonly unknown[]): Settlement {
  return { kind: 'failure', readings: told.map((used) => readingOf(world, used)) };
}

// Numbers are what the types promise; what comes from outside may be anything.
function readingOf(world: World, used: unknown): BoundReading {
  return { kind: 'used', key: keyOf(world.bucket), bucket: world.bucket, part: null, used: used as number };
}

async function expectNoMoreRoom(one: Case, lie: Lie, than: Lie): Promise<void> {
  const [without, lied] = [await headrooms(one, than), await headrooms(one, lie)];
  for (const [index, room] of lied.entries()) expect(room).toBeLessThanOrEqual((without[index] ?? 0) + 1e-9);
}

describe('a reading that cannot be', () => {
  const lying = fc.record({ ...anyTraffic, lie: fc.constantFrom(...Object.keys(lies)) });
  law('leaves no more room than no reading at all', lying, (one) =>
    expectNoMoreRoom(one, lies[one.lie] ?? silent, silent),
  );

  const doubling = fc.record({ ...anyTraffic, lie: fc.constantFrom(...Object.keys(doubles)) });
  law('leaves no more room than the true one it stands beside', doubling, (one) =>
    expectNoMoreRoom(one, doubles[one.lie] ?? honest, honest),
  );
});
