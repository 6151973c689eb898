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

/** The view of a limit; out of sight it stands still, since hundreds of rows may change ten times a second. */
export function useSeenView(bucketKey: string, isInSight: boolean): BucketView | undefined {
  const { limits } = useStores();
  const last = useRef<BucketView | undefined>(undefined);
  return useStore(limits, (state) => {
    if (isInSight || last.current?.key !== bucketKey) last.current = state.byKey[bucketKey];
    return last.current;
  });
}
