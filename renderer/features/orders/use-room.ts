import { type RefObject, useLayoutEffect } from 'react';

/**
 * Tells a panel that sticks to the page how much stands above it while nothing is scrolled, as `--above`: banners come
 * and go, and what its foot holds must not be pushed out of sight by them.
 */
export function useRoom(panel: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const own = panel.current;
    const page = own?.closest('main') ?? null;
    if (own === null || page === null) return;
    const adapt = (): void => {
      const parent = own.parentElement ?? own;
      const above = parent.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
      const padding = Number.parseFloat(getComputedStyle(page).paddingTop);
      own.style.setProperty('--above', `${Math.max(0, Math.round(above - padding))}px`);
    };
    const sizes = new ResizeObserver(adapt);
    const watchSizes = (): void => {
      sizes.disconnect();
      for (const one of [page, ...page.children]) sizes.observe(one);
    };
    const banners = new MutationObserver(watchSizes);
    banners.observe(page, { childList: true });
    watchSizes();
    adapt();
    return () => {
      banners.disconnect();
      sizes.disconnect();
    };
  }, [panel]);
}
