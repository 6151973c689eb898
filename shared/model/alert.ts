import { z } from 'zod';
import { AccountId, ExchangeId } from './account.ts';

/** What is watched. Each kind has its own facts and its own sentence in the page's catalogue. */
export const AlertKind = z.enum([
  'headroom-low',
  'limit-ahead',
  'rate-limited',
  'banned',
  'gate-closed',
  'soft-throttling',
  'latency-drift',
  'error-rate',
  'key-expiring',
  'key-drifted',
  'key-unused',
  'key-over-privileged',
  'key-check-failed',
  'egress-not-listed',
  'egress-changed',
  'maintenance-ahead',
  'exchange-down',
  'offline',
  'firewall',
  'order-unknown',
  'halt-unfinished',
  'dead-man-off',
  'dead-man-near',
  'data-stale',
  'store-trouble',
  'clock-wrong',
]);
export type AlertKind = z.infer<typeof AlertKind>;

export const alertKinds = AlertKind.options;

export const AlertSeverity = z.enum(['notice', 'warning', 'critical']);
export type AlertSeverity = z.infer<typeof AlertSeverity>;

/**
 * One rule as data. `account` null: for all accounts; a rule of one account takes the place of the common one for it.
 * `above`/`clearBelow` are in the rule's own unit (see `AlertRuleInfo`); the gap between them is the hysteresis.
 */
export const AlertRule = z.object({
  kind: AlertKind,
  account: AccountId.nullable(),
  isOn: z.boolean(),
  severity: AlertSeverity,
  /** The measure at which it fires; null for rules that fire on an event. */
  threshold: z.number().nullable(),
  /** The measure at which it clears; never on the firing side of `threshold`. */
  clearAt: z.number().nullable(),
  /** It must hold for so long before it fires, s. */
  forS: z.number().min(0).max(86_400),
  /** No second notice of the same thing within so long, s. */
  coolDownS: z
    .number()
    .min(0)
    .max(7 * 86_400),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** `fired`: not seen by anybody yet; `acknowledged`: somebody saw it; `cleared`: the cause is gone. */
export const AlertState = z.enum(['fired', 'acknowledged', 'cleared']);
export type AlertState = z.infer<typeof AlertState>;

/** A point of the chart that shows why. */
export const EvidencePoint = z.object({ atMs: z.number(), value: z.number().nullable() });

export const Alert = z.object({
  id: z.string().regex(/^alert-[a-z0-9]{8,40}$/),
  kind: AlertKind,
  severity: AlertSeverity,
  /** What it is about, so that the same thing is told once: a bucket's key, an account, a key, an order. */
  subject: z.string().max(300),
  exchange: ExchangeId.nullable(),
  account: AccountId.nullable(),
  state: AlertState,
  firedAtMs: z.number(),
  /** The newest change. */
  changedAtMs: z.number(),
  clearedAtMs: z.number().nullable(),
  acknowledgedAtMs: z.number().nullable(),
  /** Nothing more is told of it until then. */
  snoozedUntilMs: z.number().nullable(),
  /** How often it came back since it first fired, while it was not told again. */
  repeats: z.number().int().nonnegative(),
  /** When it ends by itself (a ban, a maintenance); null: not known. */
  endsAtMs: z.number().nullable(),
  /** Facts the sentence names. */
  facts: z.record(z.string().max(40), z.string().max(200)),
  /** The measure over the minutes before it fired, and its unit as the catalogue names it. */
  evidence: z.object({
    unit: z.enum(['share', 'ms', 'per-minute', 'none']),
    threshold: z.number().nullable(),
    points: z.array(EvidencePoint).max(240),
  }),
  /** True once somebody was told: a notification, a line, the page. */
  wasTold: z.boolean(),
});
export type Alert = z.infer<typeof Alert>;

export const QuietHours = z.object({
  isOn: z.boolean(),
  /** Minutes of the local day; over midnight when `fromMinute` is later. Critical ones pass. */
  fromMinute: z.number().int().min(0).max(1439),
  untilMinute: z.number().int().min(0).max(1439),
  /** Local time − UTC, minutes, as the page said it; counts where the zone is not known. */
  utcOffsetMinutes: z.number().int().min(-840).max(840),
  /** IANA name of the zone they are of, so that they keep to its summer time. Absent: a page of before said none. */
  zone: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/)
    .optional(),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** An outgoing webhook: https to a host its user allowed, signed with a secret that is kept with the keys. */
export const Webhook = z.object({
  isOn: z.boolean(),
  /** No user info, no fragment; its host must be the one allowed. */
  url: z.string().max(500),
  hasSecret: z.boolean(),
  lastResult: z.string().max(120).nullable(),
  lastAtMs: z.number().nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

export const AlertSettings = z.object({
  rules: z.array(AlertRule).max(500),
  quietHours: QuietHours,
  snoozedUntilMs: z.number().nullable(),
  webhook: Webhook,
  notifications: z.boolean(),
});
export type AlertSettings = z.infer<typeof AlertSettings>;
