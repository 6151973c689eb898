import { parseArgs } from 'node:util';
import { exchangeIds } from '../../shared/model/account.ts';
import { stormFigure } from '../support/storm-figure.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: 'storm' },
    neighbour: { type: 'boolean', default: false },
  },
});
const minutes = Number(values.minutes);
if (!Number.isInteger(minutes) || minutes < 1) throw new Error(`--minutes takes a whole number, not ${values.minutes}`);

for (const exchange of exchangeIds) {
  const figure = await stormFigure(exchange, { minutes, seed: values.seed, neighbour: values.neighbour });
  console.log(JSON.stringify(figure));
}
