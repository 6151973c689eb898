import { enCommon } from '../../shared/i18n/en-common.ts';
import { enActions } from './en-actions.ts';
import { enActivity } from './en-activity.ts';
import { enAlerts } from './en-alerts.ts';
import { enKeys } from './en-keys.ts';
import { enOrders } from './en-orders.ts';
import { enOverview } from './en-overview.ts';
import { enPages } from './en-pages.ts';
import { enSettings } from './en-settings.ts';
import { enShell } from './en-shell.ts';

/** Every sentence of the page. `{{name}}` is filled in; `_one` and `_other` are chosen by `count`. */
export const en = {
  ...enCommon,
  ...enShell,
  ...enActions,
  ...enPages,
  ...enOverview,
  ...enOrders,
  ...enActivity,
  ...enSettings,
  ...enKeys,
  ...enAlerts,
} as const;
