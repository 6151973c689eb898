import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../../electron/engine/alerts/quiet-hours.ts';
import { AlertRig } from './alert-rig.ts';

const DAY = Date.UTC(2026, 6, 1);
const at = (hour: number, minute = 0): number => DAY + (hour * 60 + minute) * 60_000;
const night = { isOn: true, fromMinute: 22 * 60, untilMinute: 7 * 60, utcOffsetMinutes: 0 };
const noon = { ...night, fromMinute: 12 * 60, untilMinute: 13 * 60 };

const cases = [
  { name: 'not before the evening', hours: night, nowMs: at(21, 59), until: null },
  { name: 'from the first minute on', hours: night, nowMs: at(22), until: at(31) },
  { name: 'after midnight', hours: night, nowMs: at(3), until: at(7) },
  { name: 'not from the last minute on', hours: night, nowMs: at(7), until: null },
  { name: 'within one day', hours: noon, nowMs: at(12, 30), until: at(13) },
  { name: 'not outside of it', hours: noon, nowMs: at(13), until: null },
  {
    name: 'by local time east of Greenwich',
    hours: { ...night, utcOffsetMinutes: 330 },
    nowMs: at(16, 30),
    until: at(25, 30),
  },
  { name: 'by local time west of it', hours: { ...night, utcOffsetMinutes: -480 }, nowMs: at(6), until: at(15) },
  {
    name: 'an hour earlier once summer time is said',
    hours: { ...night, utcOffsetMinutes: 60 },
    nowMs: at(21),
    until: at(30),
  },
  {
    name: 'by the summer time of their zone, whatever offset was said in winter',
    hours: { ...night, utcOffsetMinutes: 60, zone: 'Europe/Berlin' },
    nowMs: at(20),
    until: at(29),
  },
  {
    name: 'through the night in which summer time ends',
    hours: { ...night, utcOffsetMinutes: 120, zone: 'Europe/Berlin' },
    nowMs: Date.UTC(2026, 9, 24, 21),
    until: Date.UTC(2026, 9, 25, 6),
  },
  {
    name: 'by the offset where the zone is not known here',
    hours: { ...night, utcOffsetMinutes: 60, zone: 'Mars/Olympus' },
    nowMs: at(21),
    until: at(30),
  },
  { name: 'all day when both ends are alike', hours: { ...noon, untilMinute: 12 * 60 }, nowMs: at(11), until: at(12) },
  { name: 'never when off', hours: { ...night, isOn: false }, nowMs: at(3), until: null },
];

describe('quiet hours', () => {
  for (const { name, hours, nowMs, until } of cases) {
    it(`hold ${name}`, () => expect(quietUntil(hours, nowMs)).toBe(until));
  }

  it('keep back all but critical alerts until they end, over midnight', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.setQuietHours']({ ...night, fromMinute: 0, untilMinute: 7 * 60 });
    rig.see('rate-limited', true);
    rig.see('banned', true);
    rig.clock.advance(1_000);
    expect(rig.raised.map(({ kind }) => kind)).toEqual(['banned']);
    rig.clock.advance(7 * 3_600_000 - 2_000);
    expect(rig.raised).toHaveLength(1);
    rig.clock.advance(2_000);
    expect(rig.raised.map(({ kind }) => kind)).toEqual(['banned', 'rate-limited']);
  });

  it('end an hour earlier when the clocks go forward meanwhile and the page says so', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.setQuietHours']({ ...night, fromMinute: 0 });
    rig.see('rate-limited', true);
    rig.clock.advance(2 * 3_600_000);
    rig.alerts.handlers['alerts.setQuietHours']({ ...night, fromMinute: 0, utcOffsetMinutes: 60 });
    rig.clock.advance(4 * 3_600_000 - 1_000);
    expect(rig.raised).toEqual([]);
    rig.clock.advance(2_000);
    expect(rig.raised).toHaveLength(1);
  });

  it('do not bring up what is over by the morning', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.setQuietHours']({ ...night, fromMinute: 0 });
    rig.see('rate-limited', true);
    rig.see('rate-limited', false);
    rig.clock.advance(8 * 3_600_000);
    expect(rig.raised).toEqual([]);
    expect(rig.only()).toMatchObject({ state: 'cleared', wasTold: false });
  });

  it('end on time though the machine slept through them', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.setQuietHours']({ ...night, fromMinute: 0 });
    rig.see('rate-limited', true);
    rig.clock.sleep(8 * 3_600_000);
    rig.clock.advance(61_000);
    expect(rig.raised).toHaveLength(1);
  });
});
