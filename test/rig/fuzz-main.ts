// npm run fuzz -- --answers N [--seed S]. The last line is its figure, as JSON.
import { parseArgs } from 'node:util';
import { runAnswers } from './answers.ts';

const MOST_TOLD = 20;

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '20000' },
    seed: { type: 'string', default: process.env['FUZZ_SEED'] ?? '20261120' },
  },
});
let told = 0;
const figure = await runAnswers({
  answers: Number(values.answers),
  seed: values.seed,
  onProblem(text) {
    told += 1;
    if (told <= MOST_TOLD) console.error(text);
  },
});
console.log(JSON.stringify(figure));
process.exitCode = figure.problems === 0 && figure.arrived > 0 ? 0 : 1;
