import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOfUrl } from '../../../../electron/engine/alerts/webhook-body.ts';
import { isOfAccounts, ruleInfo } from '../../../../electron/engine/alerts/rules.ts';
import {
  factsOf,
  measureText,
  titleText,
  whereText,
  whyText,
} from '../../../../renderer/features/alerts/alert-text.ts';
import { badgeIcon } from '../../../../renderer/features/alerts/badge-icon.ts';
import { kindInfo } from '../../../../renderer/features/alerts/kinds.ts';
import {
  clockText,
  minuteOf,
  tomorrowMs,
  utcOffsetMinutes,
  zoneText,
} from '../../../../renderer/features/alerts/times.ts';
import { faultOfAddress, faultOfSecret } from '../../../../renderer/features/alerts/webhook-draft.ts';
import { en } from '../../../../renderer/i18n/en.ts';
import { setFormats } from '../../../../renderer/i18n/formats.ts';
import { alertKinds, AlertSeverity } from '../../../../shared/model/alert.ts';
import { alertOf } from '../../../support/fake-alerts.ts';
import { accountNamed } from '../../support.ts';

const NOON_MS = Date.UTC(2026, 6, 1, 12, 0, 30);

beforeAll(() => setFormats({ locale: 'en-US', timeZone: 'UTC', units: 'amount' }));
afterAll(() => setFormats({ locale: null, timeZone: null, units: 'amount' }));

describe('every kind', () => {
  it('is measured as the host measures it', () => {
    const host = Object.fromEntries(
      alertKinds.map((kind) => [kind, [ruleInfo[kind].fires, ruleInfo[kind].unit, isOfAccounts(kind)]]),
    );
    const page = Object.fromEntries(
      alertKinds.map((kind) => [kind, [kindInfo[kind].fires, kindInfo[kind].unit, kindInfo[kind].isOfAccounts]]),
    );
    expect(page).toEqual(host);
  });

  for (const kind of alertKinds) {
    it(`${kind} has a name, a why, a what to do and a measure, and no hole is left open`, () => {
      expect(['kind', 'why', 'do', 'measure'].filter((part) => !(`alert.${part}.${kind}` in en))).toEqual([]);
      const alert = alertOf(kind);
      expect(`${titleText(alert)} ${whyText(alert)}`).not.toMatch(/\{\{|\}\}|undefined|NaN|null/);
    });
  }

  it('has a word for each severity', () => {
    expect(AlertSeverity.options.filter((severity) => !(`alert.severity.${severity}` in en))).toEqual([]);
  });
});

describe('sentences', () => {
  const points = [
    { atMs: 1, value: 0.6 },
    { atMs: 2, value: 0.118 },
    { atMs: 3, value: null },
  ];
  const measured = { evidence: { unit: 'share' as const, threshold: 0.15, points } };
  const cases = [
    {
      name: 'figures of the evidence',
      is: whyText(alertOf('headroom-low', measured)),
      wanted: '11.8% of the limit was free when this fired. The rule fires below 15%.',
    },
    {
      name: 'a share the host told where nothing was drawn',
      is: whyText(alertOf('error-rate', { facts: { share: '25' }, evidence: { ...measured.evidence, points: [] } })),
      wanted: '25% of the calls of the last minute went wrong on the way or at the exchange. The rule fires at 15%.',
    },
    {
      name: 'a gate by the sentence of its cause',
      is: whyText(alertOf('gate-closed', { facts: { cause: 'halt' } })),
      wanted: 'Headroom itself sends nothing there for now: Closed: halted by hand',
    },
    {
      name: 'when maintenance begins',
      is: whyText(alertOf('maintenance-ahead', { facts: { startsAtMs: String(NOON_MS), title: 'Spot upgrade' } })),
      wanted: 'The exchange announced it for Jul 1, 2026, 12:00: Spot upgrade',
    },
    {
      name: 'a test by that alone',
      is: whyText(alertOf('banned', { facts: { test: 'yes' } })),
      wanted: 'This is a test of the rule. Nothing is wrong.',
    },
    {
      name: 'a limit and its part',
      is: titleText(alertOf('limit-ahead', { facts: { bucket: 'Place order', part: 'BTC-USDT' } })),
      wanted: 'Limit ahead: Place order · BTC-USDT',
    },
    {
      name: 'a key by its label and end',
      is: titleText(alertOf('key-unused', { facts: { label: 'Bot', last4: 'x9Qz' } })),
      wanted: 'Key unused: Bot (…x9Qz)',
    },
    {
      name: 'exchange and account',
      is: whereText(alertOf('data-stale', { exchange: 'okx', account: 'a' }), [accountNamed('a', { label: 'Main' })]),
      wanted: 'OKX · Main',
    },
    { name: 'everywhere', is: whereText(alertOf('offline'), []), wanted: 'everywhere' },
    { name: 'milliseconds', is: measureText('ms', 5_200), wanted: '5.2 s' },
    { name: 'a measure nobody has', is: measureText('share', null), wanted: '–' },
  ];
  for (const { name, is, wanted } of cases) it(name, () => expect(is).toBe(wanted));

  it('name the facts the page knows and keep the others', () => {
    expect(factsOf(alertOf('banned', { facts: { code: '418', test: 'yes', 'x-new': '7' } }))).toEqual([
      { name: 'Code', key: 'code', value: '418' },
      { name: null, key: 'x-new', value: '7' },
    ]);
  });
});

describe('local times', () => {
  const zones = [
    { zone: 'UTC', atMs: NOON_MS, minutes: 0, text: 'UTC' },
    { zone: 'Europe/Berlin', atMs: NOON_MS, minutes: 120, text: 'UTC+2' },
    { zone: 'Europe/Berlin', atMs: Date.UTC(2026, 0, 1), minutes: 60, text: 'UTC+1' },
    { zone: 'America/St_Johns', atMs: Date.UTC(2026, 0, 1), minutes: -210, text: 'UTC−3:30' },
    { zone: 'Asia/Kathmandu', atMs: NOON_MS, minutes: 345, text: 'UTC+5:45' },
  ];
  for (const { zone, atMs, minutes, text } of zones) {
    it(`${zone} is ${text}`, () => {
      expect(utcOffsetMinutes(zone, atMs)).toBe(minutes);
      expect(zoneText(minutes)).toBe(text);
    });
  }

  const mornings = [
    { name: 'at noon in UTC', nowMs: NOON_MS, offset: 0, is: Date.UTC(2026, 6, 2, 8) },
    {
      name: 'late in the evening east of it',
      nowMs: Date.UTC(2026, 6, 1, 23),
      offset: 120,
      is: Date.UTC(2026, 6, 3, 6),
    },
    {
      name: 'just after midnight west of it',
      nowMs: Date.UTC(2026, 6, 1, 4, 1),
      offset: -240,
      is: Date.UTC(2026, 6, 2, 12),
    },
  ];
  for (const { name, nowMs, offset, is } of mornings) {
    it(`tomorrow ${name}`, () => expect(tomorrowMs(nowMs, offset)).toBe(is));
  }

  const minutes = [
    { text: '22:00', minute: 1_320 },
    { text: '00:00', minute: 0 },
    { text: '23:59:30', minute: 1_439 },
    { text: '24:00', minute: null },
    { text: '', minute: null },
  ];
  for (const { text, minute } of minutes) {
    it(`${text} is ${minute}`, () => {
      expect(minuteOf(text)).toBe(minute);
      if (minute !== null) expect(text.startsWith(clockText(minute))).toBe(true);
    });
  }
});

describe('the address of a webhook', () => {
  const cases = [
    { text: 'https://hooks.example.com/a?b=c', fault: null },
    { text: 'http://hooks.example.com', fault: 'not-https' },
    { text: 'hooks.example.com', fault: 'no-address' },
    { text: 'https://me:word@hooks.example.com', fault: 'user-info' },
    { text: 'https://hooks.example.com/#', fault: 'fragment' },
    { text: `https://hooks.example.com/${'a'.repeat(500)}`, fault: 'long' },
  ] as const;
  for (const { text, fault } of cases) {
    it(`${text.slice(0, 40)}: ${fault}`, () => {
      expect(faultOfAddress(text)).toBe(fault);
      expect(faultOfUrl(text) === null).toBe(fault === null);
    });
  }

  it('needs a secret of 8 to 200 characters unless one is kept', () => {
    expect([0, 7, 8, 200, 201].map((length) => faultOfSecret(length, false))).toEqual([
      'no-secret',
      'short-secret',
      null,
      null,
      'short-secret',
    ]);
    expect(faultOfSecret(0, true)).toBeNull();
  });
});

describe('the icon of the tab', () => {
  const cases = [
    { state: 'calm', count: 2, isGrave: false, text: '2', colour: '#e0bd55' },
    { state: 'held', count: 3, isGrave: false, text: '3', colour: '#e0bd55' },
    { state: 'halted', count: 9, isGrave: true, text: '9', colour: '#ff7d7d' },
    { state: 'lost', count: 10, isGrave: false, text: '9+', colour: '#e0bd55' },
  ] as const;
  for (const { state, count, isGrave, text, colour } of cases) {
    it(`shows ${text} while ${state}`, () => {
      const address = badgeIcon(state, count, isGrave);
      expect(address).toMatch(/^data:image\/svg\+xml,/);
      const drawing = decodeURIComponent(address.slice(address.indexOf(',') + 1));
      expect(drawing).toContain(`>${text}</text>`);
      expect(drawing).toContain(`r="10.5" fill="${colour}"`);
    });
  }
});
