import { describe, expect, it } from 'vitest';
import { majorFault, NEWEST, shippingFault } from '../../scripts/electron-age.ts';

const newest = { major: 45, checked: '2026-11-20' } as const;
const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);

const majors = [
  { version: '45.4.1', isSupported: true },
  { version: '43.0.0', isSupported: true },
  { version: '42.9.9', isSupported: false },
  { version: '46.0.0', isSupported: false },
  { version: 'nightly', isSupported: false },
];

describe('which Electron may be shipped', () => {
  for (const { version, isSupported } of majors) {
    it(`${version}: ${isSupported ? 'yes' : 'no'}`, () =>
      expect(majorFault(version, newest) === null).toBe(isSupported));
  }
  it('one that was looked up lately', () => {
    expect(shippingFault('45.4.1', day('2026-11-20'), newest)).toBeNull();
    expect(shippingFault('45.4.1', day('2027-01-19'), newest)).toBeNull();
    expect(shippingFault('42.0.0', day('2026-11-20'), newest)).toContain('none of the 3 newest majors');
  });
  it('none when the last look is more than 60 days old', () =>
    expect(shippingFault('45.4.1', day('2027-01-20'), newest)).toContain('looked up 61 days ago'));
  it('none when the day cannot be read', () =>
    expect(shippingFault('45.4.1', day('2026-11-20'), { ...newest, checked: 'soon' })).not.toBeNull());
  it('the day is one', () => expect(new Date(NEWEST.checked).toISOString().slice(0, 10)).toBe(NEWEST.checked));
});
