import { alertsActions } from '../../features/alerts/alerts-actions.ts';
import { keyActions } from '../../features/keys/keys-actions.ts';
import { ordersActions } from '../../features/orders/orders-actions.ts';
import { settingsActions } from '../../features/settings/settings-actions.ts';
import { type ActionsStore, addActions } from '../../stores/actions.ts';
import { haltActions } from './halt-actions.ts';
import { helpActions } from './help-actions.ts';
import { limitActions } from './limit-actions.ts';
import { pageActions } from './page-actions.ts';
import { practiceActions } from './practice-actions.ts';
import { viewActions } from './view-actions.ts';

const SOURCES = [
  pageActions,
  limitActions,
  keyActions,
  ordersActions,
  alertsActions,
  haltActions,
  practiceActions,
  viewActions,
  settingsActions,
  helpActions,
];

/** Everything that can be done whatever page is open; a page adds its own with `useActions`. */
export function addBuiltIn(actions: ActionsStore): void {
  for (const source of SOURCES) addActions(actions, source);
}
