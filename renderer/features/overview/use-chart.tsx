import { useMemo } from 'react';
import { Area, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { axisTimes, axisTop, binUse, type UseBin } from '../../series/bins.ts';
import { useStores } from '../../stores/context.ts';
import { NO_SERIES } from '../../stores/series.ts';
import { formatAmount, formatLarge, formatMinute, formatTime } from '../../ui/format.ts';
import { AXIS, MARGIN, useChartNow } from './chart-parts.ts';
import { ChartTip } from './chart-tip.tsx';
import { nameOf } from './row-text.ts';
import type { Drawn } from './use-panel.tsx';

const BINS = 150;

/** Own and foreign use stacked under the capacity. */
export function UseChart({ bucketKey }: Drawn) {
  const { series, limits, ui } = useStores();
  const points = useStore(series, (state) => (state.byKey[bucketKey] ?? NO_SERIES).points);
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const nowMs = useChartNow();
  const bins = useMemo(() => binUse(points, { nowMs, spanMs, bins: BINS }), [points, nowMs, spanMs]);
  const view = useStore(limits, (state) => state.byKey[bucketKey]);
  if (view === undefined) return null;
  const peak = bins.reduce((most, bin) => Math.max(most, usedOf(bin)), 0);
  const { top, isCapacityAbove } = axisTop(peak, view.capacity);
  const unit = t(`unit.${view.bucket.unit}`);
  const about = t('chart.image', {
    bucket: nameOf(view),
    used: formatAmount(view.used),
    capacity: formatAmount(view.capacity),
    unit,
    peak: formatAmount(peak),
    span: t(`chart.span.${spanMs}`),
  });
  return (
    <div className="chart" role="img" aria-label={about}>
      {isCapacityAbove ? (
        <p className="chart__above">↑ {t('chart.above', { capacity: formatAmount(view.capacity), unit })}</p>
      ) : null}
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={[...bins]} margin={MARGIN} accessibilityLayer={false}>
          <defs>
            <pattern
              id="foreign-hatch"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill="var(--foreign-soft)" />
              <rect width="2.5" height="6" fill="var(--foreign)" />
            </pattern>
          </defs>
          <XAxis
            {...AXIS}
            dataKey="atMs"
            type="number"
            domain={[nowMs - spanMs, nowMs]}
            ticks={[...axisTimes(nowMs, spanMs)]}
            tickFormatter={spanMs <= 60_000 ? formatTime : formatMinute}
            height={20}
            interval={0}
            allowDataOverflow
          />
          <YAxis
            {...AXIS}
            width={48}
            domain={[0, top]}
            tickFormatter={formatTick}
            ticks={ticksTo(isCapacityAbove ? top : view.capacity)}
            allowDataOverflow
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--line-2)' }}
            content={({ active, payload }) => <ChartTip isActive={active} rows={tipRows(payload[0]?.payload)} />}
          />
          <Area {...DRAWN} dataKey="own" stackId="use" stroke="none" fill="var(--own)" fillOpacity={0.7} />
          <Area {...DRAWN} dataKey="foreign" stackId="use" stroke="none" fill="url(#foreign-hatch)" fillOpacity={1} />
          <Line {...DRAWN} dataKey={usedOrHole} stroke="var(--text-2)" strokeWidth={1} />
          <Line
            {...DRAWN}
            dataKey={(bin: UseBin) => bin.capacity ?? view.capacity}
            stroke="var(--capacity)"
            strokeDasharray="5 4"
          />
          {isCapacityAbove ? null : <ReferenceLine y={0} stroke="var(--line-2)" />}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

const DRAWN = { type: 'stepAfter', isAnimationActive: false, dot: false, activeDot: false, strokeWidth: 1.25 } as const;

function usedOrHole(bin: UseBin): number | null {
  return bin.own === null ? null : usedOf(bin);
}

function usedOf(bin: UseBin): number {
  return (bin.own ?? 0) + (bin.foreign ?? 0);
}

function ticksTo(top: number): number[] {
  return [0, top / 2, top];
}

function formatTick(value: number): string {
  return formatLarge(value);
}

function tipRows(bin: UseBin | undefined): readonly (readonly [string, string])[] {
  if (bin === undefined || bin.own === null) return [];
  return [
    ['', formatTime(bin.atMs)],
    [t('legend.own'), formatAmount(bin.own)],
    [t('legend.foreign'), formatAmount(bin.foreign ?? 0)],
    [t('legend.in-flight'), formatAmount(bin.inFlight ?? 0)],
    [t('legend.capacity'), formatAmount(bin.capacity ?? 0)],
  ];
}
