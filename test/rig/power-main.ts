// Simulated power loss. npm run rig:power -- --count N [--rounds N] [--seed S]. The last line is its figure, as JSON.
import { parseArgs } from 'node:util';
import { createRandom } from '../../electron/practice/core/random.ts';
import { runPowerCuts, whyNoPower } from './power.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '150' },
    seed: { type: 'string', default: process.env['FUZZ_SEED'] ?? '20261120' },
  },
});
const why = whyNoPower();
if (why !== null) {
  console.error(`Skipped: ${why}.`);
} else {
  const figure = runPowerCuts({
    cuts: Number(values.count),
    rounds: Number(values.rounds),
    seed: values.seed,
    draw: createRandom(values.seed).fraction,
    onProblem: (text) => console.error(text),
  });
  console.log(JSON.stringify(figure));
  process.exitCode = figure.lost === 0 && figure.facts > 0 && figure.syncs > 0 ? 0 : 1;
}
