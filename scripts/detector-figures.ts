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

  constructor(seed: string, realms: readonly string[]) {
    this.world = new LatencyWorld({ seed, realms });
  }

  /** One second on; the realms that are said to be throttled at its end. */
  step(): readonly string[] {
    this.world.second(this.atS, ({ realm, endpoint, ms, offsetMs }) =>
      this.detector.note({ realm, lane: 'market', endpoint, firstByteMs: ms }, this.atS * 1_000 + offsetMs),
    );
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

/** Seconds from each change to the word of it; null: not within two minutes. */
function delays(seed: string): readonly (number | null)[] {
  const run = new Run(seed, REALMS);
  return Array.from({ length: ONSETS }, (_, index) => {
    const onsetS = run.atS + HOUR_S + index * 37;
    while (run.atS < onsetS) run.step();
    run.world.slow(SLOWED, FACTOR);
    let delayS: number | null = null;
    while (run.atS < onsetS + 120) {
      if (run.step().includes(SLOWED)) delayS ??= run.atS - onsetS;
    }
    run.world.slow(SLOWED, 1);
    return delayS;
  });
}

const all: number[] = [];
let missed = 0;
let alarmsOfAll = 0;
let worst = 0;
for (let index = 1; index <= Number(values.seeds); index += 1) {
  const seed = `${values.prefix}-${index}`;
  const found = delays(`${seed}/delay`);
  const known = found.filter((delayS) => delayS !== null).sort((left, right) => left - right);
  const late = found.length - known.filter((delayS) => delayS <= LIMIT_S).length;
  print({ figure: 'throttling found after', unit: 's', seed, n: ONSETS, median: known[known.length >> 1] ?? null, max: known.at(-1) ?? null, late });
  const alarms = falseAlarms(`${seed}/calm`, Number(values.days));
  print({ figure: 'false alarms', unit: `per ${values.days} days`, seed, realms: REALMS.length, value: alarms });
  all.push(...known);
  missed += late;
  alarmsOfAll += alarms;
  worst = Math.max(worst, alarms);
}
all.sort((left, right) => left - right);
print({
  figure: 'all seeds',
  n: Number(values.seeds) * ONSETS,
  medianS: all[all.length >> 1] ?? null,
  p95S: all[Math.floor(all.length * 0.95)] ?? null,
  maxS: all.at(-1) ?? null,
  laterThan30S: missed,
  falseAlarmsInAll: alarmsOfAll,
  falseAlarmsWorstSeed: worst,
});
