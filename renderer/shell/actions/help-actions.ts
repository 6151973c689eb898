import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';

export const PALETTE_KEYS = 'mod+k';
export const SHORTCUTS_KEYS = '?';

export function helpActions({ stores, host }: App): readonly Action[] {
  const { ui, link, troubles } = stores;
  const { status, hello } = link.getState();
  const { page, isNoteDismissed } = ui.getState();
  const messages = openMessages(troubles.getState());
  return [
    {
      id: 'help.palette',
      group: 'help',
      title: t('do.palette'),
      keys: PALETTE_KEYS,
      // It is what lists them, so it need not list itself.
      isUseful: ui.getState().dialog !== 'palette',
      run: () => ui.setState({ dialog: 'palette' }),
    },
    {
      id: 'help.shortcuts',
      group: 'help',
      title: t('do.shortcuts'),
      keys: SHORTCUTS_KEYS,
      isUseful: true,
      run: () => ui.setState({ dialog: 'shortcuts' }),
    },
    {
      id: 'help.welcome',
      group: 'help',
      title: t('do.welcome'),
      words: t('welcome.safely'),
      isUseful: hello !== null && (isNoteDismissed || page !== 'overview'),
      run: () => {
        ui.setState({ isNoteDismissed: false });
        goTo(ui, window.location, { page: 'overview', part: 'welcome' });
      },
    },
    {
      id: 'help.retry',
      group: 'help',
      title: t('do.reconnect'),
      isUseful: status.kind === 'lost',
      run: () => host.retryNow(),
    },
    {
      id: 'help.refresh',
      group: 'help',
      title: t('do.refresh'),
      isUseful: status.kind === 'open',
      run: () => host.refresh(),
    },
    {
      id: 'help.dismiss',
      group: 'help',
      title: t('do.dismiss-all'),
      isUseful: messages.length > 0,
      run: () => {
        for (const id of messages) host.dismissTrouble(id);
      },
    },
  ];
}

function openMessages(state: ReturnType<App['stores']['troubles']['getState']>): readonly string[] {
  return [...state.troubles, ...state.refusals].map((one) => one.id);
}
