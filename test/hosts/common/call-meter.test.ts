import { describe, expect, it } from 'vitest';
import { CallMeter } from '../../../electron/hosts/common/call-meter.ts';

function call(name: string, id = '7'): unknown {
  return { type: 'call', id, name, input: {} };
}

/** A meter whose allowance for all calls is spent, and its clock. */
function spent(): { readonly meter: CallMeter; readonly clock: { ms: number } } {
  const clock = { ms: 0 };
  const meter = new CallMeter(() => clock.ms);
  for (let count = 0; count < 300; count += 1) expect(meter.refusalOf(call('keys.snapshot'))).toBeNull();
  return { meter, clock };
}

describe('calls of a page', () => {
  it('above the allowance are answered that there are too many', () => {
    expect(spent().meter.refusalOf(call('keys.snapshot', 'abc'))).toMatchObject({
      id: 'abc',
      ok: false,
      failure: { kind: 'unavailable' },
    });
  });

  it('may go on as time passes', () => {
    const { meter, clock } = spent();
    clock.ms += 10;
    expect(meter.refusalOf(call('keys.snapshot'))).toBeNull();
    expect(meter.refusalOf(call('keys.snapshot'))).not.toBeNull();
  });

  for (const name of ['desk.halt', 'orders.place', 'orders.cancel', 'orders.cancelAll']) {
    it(`${name} gets through a flood of others, within a bound of its own`, () => {
      const { meter } = spent();
      for (let count = 0; count < 1_000; count += 1) meter.refusalOf(call('keys.snapshot'));
      const through = Array.from({ length: 100 }, () => meter.refusalOf(call(name))).filter((one) => one === null);
      expect(through).toHaveLength(60);
    });
  }

  it('that are none are not answered', () => {
    const { meter } = spent();
    for (const message of [null, 7, 'x', [], {}, { id: 7 }, { id: 'x'.repeat(65) }])
      expect(meter.refusalOf(message)).toBe('no call');
  });
});
