import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';

/** What can be done with keys from anywhere. */
export function keyActions({ stores, host }: App): readonly Action[] {
  const { ui, link, keys } = stores;
  const isOpen = link.getState().status.kind === 'open';
  const { keys: list, lock } = keys.getState();
  const { isPrivate } = ui.getState();
  const words = t('do.keys.words');
  return [
    {
      id: 'keys.add',
      group: 'keys',
      title: t('do.keys.add'),
      words,
      isUseful: isOpen,
      run: () => goTo(ui, window.location, { page: 'keys', part: 'add' }),
    },
    {
      id: 'keys.import',
      group: 'keys',
      title: t('do.keys.import'),
      words,
      isUseful: isOpen,
      run: () => goTo(ui, window.location, { page: 'keys', part: 'import' }),
    },
    {
      id: 'keys.check',
      group: 'keys',
      title: t('do.keys.check'),
      words,
      isUseful: isOpen && list.length > 0,
      run: () => host.checkKeys(list.map(({ id }) => id)),
    },
    {
      id: 'keys.lock',
      group: 'keys',
      title: t('do.keys.lock'),
      isUseful: isOpen && lock?.isSet === true && !lock.isLocked,
      run: () => host.lockNow(),
    },
    {
      id: 'keys.private',
      group: 'keys',
      title: isPrivate ? t('do.keys.private-off') : t('do.keys.private-on'),
      isUseful: true,
      run: () => ui.setState({ isPrivate: !isPrivate }),
    },
  ];
}
