import { type Bench, type BenchOptions, Gathered, OURS, median } from './figure.ts';
import type { Admission } from '../../electron/engine/limiter/types.ts';
import { type Lane, lanes } from '../../shared/model/account.ts';
import type { Limit } from './limit.ts';
import { bareLimiter } from './limiter-adapter.ts';
import { type Contestant, type Maker, headroom, peers, peersWithPriority } from './peer-limiters.ts';
import { seeded } from './quota-run.ts';
import { VirtualTime, realMs } from './virtual-time.ts';

const START_MS = Date.UTC(2026, 6, 1);
const QUEUED = 50_000;
const QUICK_QUEUED = 500;
const CANCELS = 20;
/** Some take a millisecond to queue one job. */
const WARM_UP_MINUTES = 5;
const JUST_BEFORE_MS = 100;
const everybody: Readonly<Record<string, Maker>> = { [OURS]: headroom, ...peers };

const second: Limit = { capacity: 1_000, window: { kind: 'fixed', periodMs: 1_000 }, isRead: true };
const minute: Limit = { capacity: 100, window: { kind: 'fixed', periodMs: 60_000 }, isRead: true };

type Take = (time: VirtualTime, contestant: Contestant, size: number, who: string) => Promise<number | null>;

export const costBenches: readonly Bench[] = [
  bench('cost.queued', 'µs CPU per job', null, second, perQueuedJob),
  bench('cost.limiter', 'µs CPU per job', null, second, perJobOfLimiter),
  bench('cost.cancel', 'µs', null, minute, cancelBehind),
  bench('cost.idle-wakes', 'wake-ups in 60 s', 0, minute, idleWakes),
  bench('cost.held-wakes', 'wake-ups in 60 s', 1, minute, heldWakes),
];

function bench(name: string, unit: string, limit: number | null, quota: Limit, take: Take): Bench {
  return {
    name,
    async run({ runs, isQuick }: BenchOptions) {
      const gathered = new Gathered();
      for (let run = 1; run <= runs; run += 1) {
        for (const [who, make] of Object.entries(everybody)) {
          const value = await VirtualTime.within(START_MS, async (time) => {
            const contestant = make(quota, () => time.nowMs());
            const taken = await take(time, contestant, isQuick ? QUICK_QUEUED : QUEUED, who);
            contestant.close();
            return taken;
          });
          gathered.add(name, who, value);
        }
      }
      return [gathered.figure({ figure: name, unit, limit, isBetter: 'less' })];
    },
  };
}

type Send = () => Promise<{ readonly ok: true; readonly used?: number }>;

/** A server that tells its count of the present minute. */
function countedIn(time: VirtualTime): (cost: number) => Send {
  let [minuteNow, used] = [0, 0];
  return (cost) => async () => {
    const present = Math.floor(time.nowMs() / 60_000);
    if (present !== minuteNow) used = 0;
    minuteNow = present;
    used += cost;
    return { ok: true, used };
  };
}

const answered = async (): Promise<{ readonly ok: true }> => ({ ok: true });

// Who is stopped at the end of a run may turn away who still waits.
function ask(contestant: Contestant, cost: number, lane: Lane, send: Send = answered): void {
  contestant.schedule(cost, lane, send).catch(() => undefined);
}

// All join at once, in lanes drawn at random, and leave as one window after another turns.
async function perQueuedJob(time: VirtualTime, contestant: Contestant, size: number): Promise<number> {
  const places = lanesFor(size);
  const before = process.cpuUsage();
  const all = Promise.all(places.map((place) => contestant.schedule(1, place, answered)));
  let isDone = false;
  void all.then(() => {
    isDone = true;
  });
  while (!isDone) await time.runTo(time.nowMs() + 1_000);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / size;
}

// The same asked of the app's limiter itself, as its client asks it: what the bench adds around it is left out.
async function perJobOfLimiter(
  time: VirtualTime,
  _contestant: Contestant,
  size: number,
  who: string,
): Promise<number | null> {
  if (who !== OURS) return null;
  const { limiter, requests } = bareLimiter(second, () => time.nowMs());
  const places = lanesFor(size);
  let left = size;
  const settled = (admission: Admission): void => {
    left -= 1;
    if (admission.kind === 'admitted') admission.reservation.settle({ kind: 'success', readings: [] });
  };
  const before = process.cpuUsage();
  for (const place of places) {
    const request = requests[place];
    if (request !== undefined) void limiter.admit(request).then(settled);
  }
  while (left > 0) await time.runTo(time.nowMs() + 1_000);
  const { user, system } = process.cpuUsage(before);
  limiter.close();
  return (user + system) / size;
}

function lanesFor(size: number): readonly number[] {
  const random = seeded(size);
  return Array.from({ length: size }, () => Math.floor(random() * lanes.length));
}

// The time a cancel is computed upon from its call to its leaving, with a queue ahead of it; time it had to wait is
// virtual and takes none. Who serves first come first served would make it wait for all of them.
async function cancelBehind(
  time: VirtualTime,
  contestant: Contestant,
  size: number,
  who: string,
): Promise<number | null> {
  if (who !== OURS && !peersWithPriority.includes(who)) return null;
  const enough = size + minute.capacity * (CANCELS + WARM_UP_MINUTES + 1);
  for (let job = 0; job < enough; job += 1) ask(contestant, 1, 'market');
  const tookUs: number[] = [];
  for (let turn = 0; turn < CANCELS; turn += 1) {
    const turnMs = START_MS + (WARM_UP_MINUTES + turn) * 60_000;
    await time.runTo(turnMs - JUST_BEFORE_MS);
    const startedMs = realMs();
    ask(contestant, 1, 'cancel', () => {
      tookUs.push((realMs() - startedMs) * 1_000);
      return answered();
    });
    await time.runTo(turnMs + JUST_BEFORE_MS);
  }
  return tookUs.length < CANCELS / 2 ? null : median(tookUs);
}

async function idleWakes(time: VirtualTime, contestant: Contestant): Promise<number> {
  ask(contestant, 1, 'order');
  await time.runTo(START_MS + 90_000);
  const before = time.wakes;
  await time.runTo(START_MS + 150_000);
  return time.wakes - before;
}

// Ten calls that have to wait until a full window turns.
async function heldWakes(time: VirtualTime, contestant: Contestant): Promise<number> {
  const counted = countedIn(time);
  // One window is watched from its start to its end first: until then others are suspected, and room is let out to them.
  for (const atMs of [60_500, 110_000]) {
    await time.runTo(START_MS + atMs);
    ask(contestant, 20, 'order', counted(20));
  }
  await time.runTo(START_MS + 120_500);
  // Nothing that waits fits what is left, so the window is full for all of them.
  for (const cost of [20, 20, 20, 20, 18]) ask(contestant, cost, 'order', counted(cost));
  for (let job = 0; job < 10; job += 1) ask(contestant, 20, 'order', counted(20));
  await time.runTo(START_MS + 120_900);
  const before = time.wakes;
  await time.runTo(START_MS + 180_900);
  return time.wakes - before;
}
