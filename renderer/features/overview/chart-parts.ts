import { useRef } from 'react';
import { useStore } from 'zustand';
import { useHostSecond, useStores } from '../../stores/context.ts';

/** Where the plot lies in the large chart, px: what is laid over it has to know. The same figures are in detail.css. */
export const PLOT = { left: 48, right: 4, top: 22, bottom: 20 } as const;

export const AXIS = {
  tickLine: false,
  axisLine: false,
  tick: { fill: 'var(--text-3)', fontSize: 11 },
  minTickGap: 24,
} as const;

/** The right edge of a chart: it moves once a second and stands still while the host is away. */
export function useChartNow(): number {
  const { link } = useStores();
  const isOpen = useStore(link, (state) => state.status.kind === 'open');
  const nowMs = useHostSecond();
  const frozen = useRef(nowMs);
  if (isOpen) frozen.current = nowMs;
  return frozen.current;
}
