import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';

/** One entry for each limit: draws it in the chart of the overview. */
export function limitActions({ stores }: App): readonly Action[] {
  const { layout, limits, accounts, ui } = stores;
  const { byKey } = limits.getState();
  const { selected, page } = ui.getState();
  const labels = new Map(accounts.getState().list.map((account) => [account.id, account.label]));
  const keys = new Set(layout.getState().accounts.flatMap((card) => [...card.shown, ...card.resting]));
  return [...keys].flatMap((key) => {
    const view = byKey[key];
    if (view === undefined) return [];
    const bucket = view.part === null ? view.bucket.name : `${view.bucket.name} · ${view.part}`;
    const account = view.accounts.map((id) => labels.get(id) ?? id).join(', ');
    return {
      id: `limit.${key}`,
      group: 'limits' as const,
      title: t('do.limit', { bucket, account }),
      words: t('chart.title'),
      isUseful: selected !== key || page !== 'overview',
      run: () => {
        ui.setState({ selected: key });
        goTo(ui, window.location, { page: 'overview', part: null });
      },
    };
  });
}
