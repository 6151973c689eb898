import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Span } from '../../stores/activity.ts';

const SETTLE_MS = 250;

/** A span moved by keys: shown at once, chosen when the keys rest. */
export function useSettled(onChoose: (span: Span) => void): {
  readonly span: Span | null;
  readonly set: (span: Span) => void;
} {
  const [span, setSpan] = useState<Span | null>(null);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  useEffect(() => {
    if (span === null) return;
    const timer = setTimeout(() => {
      choose.current(span);
      setSpan(null);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [span]);
  return { span, set: setSpan };
}

/** Inner width of an element, px, kept up to date. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
