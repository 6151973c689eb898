import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paramsOf } from '../../../electron/engine/exchanges/params.ts';

const values = (query: string) => [...paramsOf({ method: 'GET', path: '/', query, body: null }).values];

describe('the parameters of a query', () => {
  it('are what a URL parser reads, however they are written', () => {
    const letter = fc.constantFrom(...'ab=&%20+?.,-_~:/é"');
    fc.assert(
      fc.property(fc.string({ unit: letter, maxLength: 24 }), (query) => {
        expect(values(query)).toEqual([...new Map(new URLSearchParams(query))]);
      }),
      { numRuns: 2_000 },
    );
  });
});
