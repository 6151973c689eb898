import { useEffect } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import mark from '../ui/mark.svg';
import markHalted from '../ui/mark-halted.svg';
import markLost from '../ui/mark-lost.svg';

const MARKS = { calm: mark, halted: markHalted, lost: markLost } as const;

/** The tab tells from afar which page it is, whether a gate is closed and whether the figures are frozen. */
export function useTabState(): void {
  const { ui, link, limits } = useStores();
  const page = useStore(ui, (state) => state.page);
  const isLost = useStore(link, (state) => state.status.kind === 'lost');
  const gates = useStore(limits, (state) => state.gates.length);
  useEffect(() => {
    const title = t('app.title', { page: t(`nav.${page}`) });
    if (isLost) document.title = t('app.title.lost', { title });
    else document.title = gates > 0 ? t('app.title.gates', { title, count: gates }) : title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon !== null) icon.href = MARKS[isLost ? 'lost' : gates > 0 ? 'halted' : 'calm'];
  }, [page, isLost, gates]);
}
