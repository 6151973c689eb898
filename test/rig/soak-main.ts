// npm run soak -- --hours H [--seed S]: virtual hours under mixed faults. The last line is its figure, as JSON.
import { parseArgs } from 'node:util';
import { runSoak } from './soak.ts';

// The practice exchanges keep their candles and orders, which is nearly all that grows (2.5 MB an hour at `busy`).
const MOST_MB_AN_HOUR = 4;

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '2' },
    seed: { type: 'string', default: process.env['FUZZ_SEED'] ?? '20261120' },
  },
});
const { heapMbAnHour, ...figure } = await runSoak({
  hours: Number(values.hours),
  seed: values.seed,
  collect: globalThis.gc,
  onQuarter: (text) => console.error(text),
});
console.log(JSON.stringify({ ...figure, heapMbAnHour }));
const isSteady = heapMbAnHour === null || heapMbAnHour < MOST_MB_AN_HOUR;
process.exitCode = isSteady && figure.leftInFlight === 0 && figure.errors === 0 && figure.calls > 0 ? 0 : 1;
