import { useEffect } from 'react';
import { useStore } from 'zustand';
import { badgeIcon } from '../features/alerts/badge-icon.ts';
import { t } from '../i18n/i18n.ts';
import { isGraveUnseen, unseenOf } from '../stores/alerts.ts';
import { useStores } from '../stores/context.ts';
import mark from '../ui/mark.svg';
import markHeld from '../ui/mark-held.svg';
import markHalted from '../ui/mark-halted.svg';
import markLost from '../ui/mark-lost.svg';

const MARKS = { calm: mark, held: markHeld, halted: markHalted, lost: markLost } as const;

/** The tab tells from afar which page it is, whether a gate is closed or orders are halted, and whether the figures are frozen. */
export function useTabState(): void {
  const { ui, link, limits, alerts, orders } = useStores();
  const page = useStore(ui, (state) => state.page);
  const isLost = useStore(link, (state) => state.status.kind === 'lost');
  const gates = useStore(limits, (state) => state.gates.length);
  const isHalted = useStore(orders, (state) => state.desk?.halt === 'halted');
  const unseen = useStore(alerts, (state) => unseenOf(state.byId));
  const isGrave = useStore(alerts, (state) => isGraveUnseen(state.byId));
  useEffect(() => {
    const bare = t('app.title', { page: t(`nav.${page}`) });
    const title = isLost || gates === 0 ? bare : t('app.title.gates', { title: bare, count: gates });
    const counted = unseen === 0 ? title : t('app.title.alerts', { title, count: unseen });
    document.title = isLost ? t('app.title.lost', { title }) : counted;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const state = isLost ? 'lost' : isHalted ? 'halted' : gates > 0 ? 'held' : 'calm';
    if (icon !== null) icon.href = unseen === 0 ? MARKS[state] : badgeIcon(state, unseen, isGrave);
  }, [page, isLost, isHalted, gates, unseen, isGrave]);
}
