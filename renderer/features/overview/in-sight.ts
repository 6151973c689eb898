import { type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { useStores } from '../../stores/context.ts';

/** So far beyond the edge a row is drawn already, that scrolling finds it up to date. */
const MARGIN = '200px';

/** True while the element is in sight or nearly so; true where that cannot be told. */
export function useInSight(element: RefObject<Element | null>): boolean {
  const [isInSight, setInSight] = useState(true);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver((entries) => setInSight(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: MARGIN,
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isInSight;
}

/** Hundreds of rows may change ten times a second; those out of sight are drawn once in a while only. */
const UNSEEN_MS = 1_000;

/** The view of a limit as it is now; out of sight as it was up to a second ago. */
export function useSeenView(bucketKey: string, isInSight: boolean): BucketView | undefined {
  const { limits } = useStores();
  const last = useRef<BucketView | undefined>(undefined);
  return useStore(limits, (state) => {
    const view = state.byKey[bucketKey];
    const known = last.current;
    const isKept = !isInSight && known?.key === bucketKey && view !== undefined && view.atMs - known.atMs < UNSEEN_MS;
    if (!isKept) last.current = view;
    return last.current;
  });
}
