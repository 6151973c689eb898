import { type RefObject, useEffect, useState } from 'react';

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
