import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import { isOpen, NO_FILTER } from '../../stores/activity-filter.ts';
import type { App } from '../../stores/context.ts';

/** `id` of the search field. */
export const SEARCH_ID = 'log-search';

/** What can be done on this page from anywhere in it. */
export function activityActions({ stores: { activity }, host }: App): readonly Action[] {
  const { hold, filter } = activity.getState();
  const isHeld = hold !== 'none';
  return [
    {
      id: 'activity.search',
      group: 'activity',
      title: t('activity.search'),
      keys: '/',
      isUseful: true,
      run: focusSearch,
    },
    {
      id: 'activity.follow',
      group: 'activity',
      title: isHeld ? t('do.resume') : t('do.pause'),
      keys: 'p',
      isUseful: true,
      run: () => (isHeld ? host.activity.follow() : host.activity.hold('paused')),
    },
    {
      id: 'activity.clear',
      group: 'activity',
      title: t('activity.clear'),
      isUseful: !isOpen(filter),
      run: () => host.activity.setFilter(NO_FILTER),
    },
  ];
}

function focusSearch(): void {
  const field = document.getElementById(SEARCH_ID);
  if (field instanceof HTMLInputElement) field.select();
  field?.focus();
}
