/** Where the plot lies in the large chart, px: what is laid over it has to know. The same figures are in detail.css. */
export const PLOT = { left: 48, right: 4, top: 22, bottom: 20 } as const;

export const AXIS = {
  tickLine: false,
  axisLine: false,
  tick: { fill: 'var(--text-3)', fontSize: 11 },
  minTickGap: 24,
} as const;
