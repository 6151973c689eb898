import { describe, expect, it } from 'vitest';
import { runHalts } from '../rig/orders-halt.ts';
import { runOrders } from '../rig/orders.ts';

const SEED = process.env['FUZZ_SEED'] ?? '20261120';

describe('orders under every fault of the catalogue, held against the exchanges’ books', () => {
  it('makes no double, calls none what it is not, and leaves fewer than 1 % unknown', async () => {
    const odd: string[] = [];
    const figure = await runOrders({ count: 300, seed: SEED, onOdd: (text) => void odd.push(text) });
    expect(odd.join('\n')).toBe('');
    expect(figure).toMatchObject({ orders: 300, doubles: 0, wrongFinal: 0, unknownLeft: 0 });
    // Of the others the request was lost; were it most of them, the zeros above would say little.
    expect(figure.placed).toBeGreaterThan(75);
  });

  it('lets nothing leave after the stored time of a halt, and leaves nothing resting', async () => {
    const figure = await runHalts(6, SEED);
    expect(figure).toMatchObject({ trials: 6, leftAfter: 0, stillResting: 0 });
    // Else nothing was held back, and the two zeros above say nothing.
    expect(figure.waiting).toBeGreaterThan(0);
  });
});
