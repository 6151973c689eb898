import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { settingParts } from './parts.ts';

/** Leads to each setting, its control in focus. */
export function settingsActions({ stores: { ui, link, practice, storage, accounts } }: App): readonly Action[] {
  const hasPractice = practice.getState().state !== null;
  const hasStorage = link.getState().status.kind === 'open' || storage.getState().phase.kind === 'ready';
  const hasKraken = accounts.getState().list.some(({ exchange }) => exchange === 'kraken');
  const isThere = { practice: hasPractice, storage: hasStorage, kraken: hasKraken, page: true } as const;
  const areOn = ui.getState().singleKeys === 'on';
  return [
    ...settingParts.map(({ part, needs }) => ({
      id: `setting.${part}`,
      group: 'settings' as const,
      title: t('do.setting', { setting: t(`settings.part.${part}`) }),
      isUseful: isThere[needs],
      run: () => goTo(ui, window.location, { page: 'settings', part }),
    })),
    {
      id: 'setting.singleKeys.toggle',
      group: 'settings',
      title: areOn ? t('do.keys-off') : t('do.keys-on'),
      isUseful: true,
      run: () => ui.setState({ singleKeys: areOn ? 'off' : 'on' }),
    },
  ];
}
