// All benchmarks of limiter and client; one line of JSON per figure.
// npm run bench -- [--runs N] [--only name] [--quick] [--write-docs] [--pictures]
import { parseArgs } from 'node:util';
import type { Bench, Figure } from './figure.ts';
import { install } from './virtual-time.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    pictures: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs ?? (values.quick ? 1 : 5));
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number above 0, not ${values.runs}`);
if (values['write-docs'] && (values.quick || values.only !== undefined))
  throw new Error('--write-docs takes all figures of a whole run: leave out --quick and --only');

// The libraries keep references to the timers, so these are replaced before the libraries are loaded.
install();
if (values.pictures) {
  const { drawPictures } = await import('./pictures.ts');
  await drawPictures();
} else await measure();
// Libraries under test may leave timers behind.
process.exit();

async function measure(): Promise<void> {
  const { quotaBenches, neighbourBenches } = await import('./quota-figures.ts');
  const { costBenches } = await import('./cost-figures.ts');
  const { clientBenches } = await import('./client-figures.ts');
  const benches = chosen([...quotaBenches, ...neighbourBenches, ...costBenches, ...clientBenches]);
  const figures: Figure[] = [];
  for (const bench of benches) {
    for (const figure of await bench.run({ runs, isQuick: values.quick })) {
      console.log(JSON.stringify(figure));
      figures.push(figure);
    }
  }
  if (!values['write-docs']) return;
  const { writeTable } = await import('./docs-table.ts');
  writeTable(figures);
}

function chosen(benches: readonly Bench[]): readonly Bench[] {
  const { only } = values;
  if (only === undefined) return benches;
  const found = benches.filter(({ name }) => name === only || name.startsWith(`${only}.`));
  if (found.length > 0) return found;
  throw new Error(`--only takes a figure or a group of them: ${benches.map(({ name }) => name).join(', ')}`);
}
