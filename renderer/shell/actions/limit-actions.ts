import { closeLimit, openLimit } from '../../features/overview/selected.ts';
import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';

/** One entry for each limit: opens it in the overview. */
export function limitActions({ stores }: App): readonly Action[] {
  const { layout, limits, accounts, ui } = stores;
  const { byKey } = limits.getState();
  const { selected, page } = ui.getState();
  const labels = new Map(accounts.getState().list.map((account) => [account.id, account.label]));
  const keys = new Set(layout.getState().accounts.flatMap((card) => [...card.shown, ...card.resting]));
  const opening = [...keys].flatMap((key): readonly Action[] => {
    const view = byKey[key];
    const card = view?.accounts[0];
    if (view === undefined || card === undefined) return [];
    const bucket = view.part === null ? view.bucket.name : `${view.bucket.name} · ${view.part}`;
    const account = view.accounts.map((id) => labels.get(id) ?? id).join(', ');
    return [
      {
        id: `limit.${key}`,
        group: 'limits',
        title: t('do.limit', { bucket, account }),
        words: t('chart.title'),
        isUseful: selected !== key || page !== 'overview',
        run: () => {
          openLimit(stores, key, card);
          goTo(ui, window.location, { page: 'overview', part: null });
        },
      },
    ];
  });
  const closing: Action = {
    id: 'limit.close',
    group: 'limits',
    title: t('do.limit-close'),
    isUseful: page === 'overview' && selected !== null && keys.has(selected),
    run: () => closeLimit(stores),
  };
  return [closing, ...opening];
}
