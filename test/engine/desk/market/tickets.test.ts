import { expect, it } from 'vitest';
import { runTickets } from '../../../rig/tickets.ts';

const COUNT = Number(process.env['FUZZ_RUNS'] ?? 2_000);

it(`${COUNT} random tickets: none that passes is refused by a practice exchange, none that is refused would be taken`, {
  timeout: 600_000,
}, () => {
  const { wronglyLet, wronglyRefused, overCap, underCap, passed, amends, examples } = runTickets({
    count: COUNT,
    seed: process.env['FUZZ_SEED'] ?? 'tickets',
  });
  const found = { wronglyLet, wronglyRefused, overCap, underCap, examples };
  expect(found).toEqual({ wronglyLet: 0, wronglyRefused: 0, overCap: 0, underCap: 0, examples: [] });
  expect(amends).toBeGreaterThan(COUNT / 20);
  // Both verdicts must have been put to the test.
  expect(passed).toBeGreaterThan(COUNT / 5);
  expect(passed).toBeLessThan((COUNT * 4) / 5);
});
