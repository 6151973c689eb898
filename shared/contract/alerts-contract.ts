import { z } from 'zod';
import { AccountId } from '../model/account.ts';
import { Alert, AlertKind, AlertRule, AlertSettings, QuietHours } from '../model/alert.ts';

const Nothing = z.object({}).strict();
const AlertIdText = z.string().regex(/^alert-[a-z0-9]{8,40}$/);

export const alertQueries = {
  /** Alerts that are not cleared, the newest cleared ones, and the rules. */
  'alerts.snapshot': { input: Nothing, output: z.object({ alerts: z.array(Alert), settings: AlertSettings }) },
  /** Cleared ones too, newest first; `before` is the `firedAtMs` of the last of the page before. */
  'alerts.history': {
    input: z.object({ before: z.number().nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ alerts: z.array(Alert), next: z.number().nullable() }),
  },
  /** One by its id, however old. */
  'alerts.one': { input: z.object({ alert: AlertIdText }), output: Alert },
} as const;

export const alertCommands = {
  'alerts.acknowledge': { input: z.object({ alert: AlertIdText }), output: Alert },
  'alerts.snooze': { input: z.object({ alert: AlertIdText, untilMs: z.number() }), output: Alert },
  /** Nothing but critical alerts is told until then; null ends it. */
  'alerts.snoozeAll': { input: z.object({ untilMs: z.number().nullable() }), output: AlertSettings },
  'alerts.setRule': { input: AlertRule, output: AlertSettings },
  /** Takes a rule of one account away: the common one counts again. */
  'alerts.resetRule': { input: z.object({ kind: AlertKind, account: AccountId.nullable() }), output: AlertSettings },
  'alerts.setQuietHours': { input: QuietHours, output: AlertSettings },
  /** Fires a rule once as a test, marked as one, through every way of telling. */
  'alerts.test': { input: z.object({ kind: AlertKind }), output: Alert },
  /** `secret` null keeps the one there is. Written only, as every secret. */
  'alerts.setWebhook': {
    input: z.object({ isOn: z.boolean(), url: z.string().max(500), secret: z.string().min(8).max(200).nullable() }),
    output: AlertSettings,
  },
  'alerts.setNotifications': { input: z.object({ isOn: z.boolean() }), output: AlertSettings },
  /** A page showed it: it need not be told again after a restart. */
  'alerts.told': { input: z.object({ alert: AlertIdText }), output: Nothing },
} as const;

export const alertEvents = {
  /** Each change of an alert, never coalesced. */
  'alerts.changed': z.object({ alerts: z.array(Alert) }),
  /** To be told now: the page's notification, where the host has none. */
  'alerts.raised': Alert,
  'alerts.settingsChanged': AlertSettings,
} as const;
