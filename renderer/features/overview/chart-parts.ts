import { useRef } from 'react';
import { useStore } from 'zustand';
import { useHostSecond, useStores } from '../../stores/context.ts';

export const MARGIN = { top: 8, right: 4, bottom: 0, left: 0 };

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
