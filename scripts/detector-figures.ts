// How soon the detector of hidden throttling finds an exchange that takes half as long again, and how often it is wrong;
// one line of JSON per seed and figure. The detector was tuned on seeds that begin with `tune`.
// npm run bench:detector -- [--seeds 20] [--days 7] [--prefix figure]
import { parseArgs } from 'node:util';
import { ThrottleDetector } from '../electron/engine/alerts/throttling/detector.ts';
import { LatencyWorld } from './bench/latency-world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    days: { type: 'string', default: '7' },
    prefix: { type: 'string', default: 'figure' },
  },
});
const DAY_S = 86_400;
const HOUR_S = 3_600;
const REALMS = ['binance/live', 'okx/live'] as const;
const SLOWED = REALMS[0];
const FACTOR = 1.5;
const ONSETS = 10;
const LIMIT_S = 30;

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

class Run {
  readonly world: LatencyWorld;
  readonly detector = new ThrottleDetector();
  atS = 0;
  /** Of the exchange that is slowed. */
  answers = 0;

  constructor(seed: string, realms: readonly string[]) {
    this.world = new LatencyWorld({ seed, realms });
  }

  /** One second on; the realms that are said to be throttled at its end. */
  step(): readonly string[] {
    this.world.second(this.atS, ({ realm, endpoint, ms, offsetMs }) => {
      if (realm === SLOWED) this.answers += 1;
      this.detector.note({ realm, lane: 'market', endpoint, firstByteMs: ms }, this.atS * 1_000 + offsetMs);
    });
    this.atS += 1;
    return this.detector
      .verdicts(this.atS * 1_000)
      .filter(({ isThrottled }) => isThrottled)
      .map(({ realm }) => realm);
  }
}

/** Times per week that it speaks of throttling where there is none. */
function falseAlarms(seed: string, days: number): number {
  const run = new Run(seed, REALMS);
  let before: readonly string[] = [];
  let alarms = 0;
  while (run.atS < days * DAY_S) {
    const now = run.step();
    alarms += now.filter((realm) => !before.includes(realm)).length;
    before = now;
  }
  return alarms;
}

interface Onset {
  /** Seconds from the change to the word of it; null: not within two minutes. */
  readonly delayS: number | null;
  /** Answers a second while it was looked for. */
  readonly perS: number;
}

function onsetsOf(seed: string): readonly Onset[] {
  const run = new Run(seed, REALMS);
  return Array.from({ length: ONSETS }, (_, index) => {
    const onsetS = run.atS + HOUR_S + index * 37;
    while (run.atS < onsetS) run.step();
    run.world.slow(SLOWED, FACTOR);
    run.answers = 0;
    let delayS: number | null = null;
    let perS = 0;
    while (run.atS < onsetS + 120) {
      if (run.step().includes(SLOWED)) delayS ??= run.atS - onsetS;
      if (run.atS === onsetS + LIMIT_S) perS = run.answers / LIMIT_S;
    }
    run.world.slow(SLOWED, 1);
    return { delayS, perS };
  });
}

/** How soon, over all of them; late ones are those not found in time, or not at all. */
function delayFigures(onsets: readonly Onset[]): Readonly<Record<string, number | null>> {
  const known = onsets.flatMap(({ delayS }) => delayS ?? []).sort((left, right) => left - right);
  const late = onsets.length - known.filter((delayS) => delayS <= LIMIT_S).length;
  const at = (share: number): number | null =>
    known[Math.min(known.length - 1, Math.floor(known.length * share))] ?? null;
  return { n: onsets.length, medianS: at(0.5), p95S: at(0.95), maxS: known.at(-1) ?? null, laterThan30S: late };
}

const all: Onset[] = [];
const alarms: number[] = [];
for (let index = 1; index <= Number(values.seeds); index += 1) {
  const seed = `${values.prefix}-${index}`;
  const onsets = onsetsOf(`${seed}/delay`);
  print({ figure: 'throttling found', seed, ...delayFigures(onsets) });
  const count = falseAlarms(`${seed}/calm`, Number(values.days));
  print({ figure: 'false alarms', seed, virtualDays: Number(values.days), exchanges: REALMS.length, value: count });
  all.push(...onsets);
  alarms.push(count);
}
print({ figure: 'throttling found, all seeds', ...delayFigures(all) });
print({ figure: 'the same at 2 answers a second or more', ...delayFigures(all.filter(({ perS }) => perS >= 2)) });
print({ figure: 'the same at fewer', ...delayFigures(all.filter(({ perS }) => perS < 2)) });
print({
  figure: 'false alarms, all seeds',
  seeds: alarms.length,
  virtualDays: Number(values.days),
  sum: alarms.reduce((sum, count) => sum + count, 0),
  worstSeed: Math.max(...alarms),
});
