// The fault catalogue in virtual time. npm run rig -- --orders N | --halt N | --kill N | --tickets N, with --seed S.
// The last line of each is its figure, as JSON.
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    orders: { type: 'string' },
    halt: { type: 'string' },
    kill: { type: 'string' },
    tickets: { type: 'string' },
    seed: { type: 'string', default: process.env['FUZZ_SEED'] ?? '20261120' },
  },
});
const { seed } = values;
const isAll = [values.orders, values.halt, values.kill, values.tickets].every((value) => value === undefined);

const orders = values.orders ?? (isAll ? '300' : null);
if (orders !== null) {
  const { runOrders } = await import('./orders.ts');
  const figure = await runOrders({ count: countOf(orders), seed, onOdd: (text) => console.error(text) });
  tell(figure, figure.doubles === 0 && figure.wrongFinal === 0 && figure.unknownLeft < figure.orders / 100);
}

const halts = values.halt ?? (isAll ? '20' : null);
if (halts !== null) {
  const { runHalts } = await import('./orders-halt.ts');
  const figure = await runHalts(countOf(halts), seed);
  tell(figure, figure.leftAfter === 0 && figure.stillResting === 0 && figure.storedMedianMs < 50);
}

if (values.kill !== undefined) {
  const { isRight, runKills } = await import('./orders-kill.ts');
  const trials = await runKills(countOf(values.kill));
  const wrong = trials.filter((trial) => !isRight(trial));
  for (const trial of wrong) console.error(JSON.stringify(trial));
  const doubles = trials.filter(({ placed }) => placed > 1).length;
  tell({ figure: 'order-kills', kills: trials.length, wrong: wrong.length, doubles }, wrong.length + doubles === 0);
}

if (values.tickets !== undefined) {
  const { runTickets } = await import('./tickets.ts');
  const { examples, ...found } = runTickets({ count: countOf(values.tickets), seed });
  for (const example of examples) console.error(JSON.stringify(example));
  tell(
    { figure: 'tickets', ...found, seed },
    found.wronglyLet + found.wronglyRefused + found.overCap + found.underCap === 0,
  );
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`not a count: ${text}`);
  return count;
}

function tell(figure: unknown, isGood: boolean): void {
  console.log(JSON.stringify(figure));
  if (!isGood) process.exitCode = 1;
}
