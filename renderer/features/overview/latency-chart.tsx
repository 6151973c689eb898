import { memo, useMemo, useRef } from 'react';
import { Area, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { binLatency, isWithin, type LoneBin, niceAbove, withLoneness } from '../../series/bins.ts';
import { useStores } from '../../stores/context.ts';
import { type LatencyRealm, NO_LATENCY, realmName, SUMMARY_SPAN_MS } from '../../stores/latency.ts';
import { formatCount, formatSpan, formatTime } from '../../ui/format.ts';
import { ChartTip } from './chart-tip.tsx';
import { useInSight } from './in-sight.ts';
import { chartRule, useChartNow } from './pace.ts';

const BINS = 60;
const BIN_MS = SUMMARY_SPAN_MS / BINS;
const MARGIN = { top: 2, right: 3, bottom: 0, left: 0 };
const ESCAPES = { x: true, y: true };
const ABOVE = { zIndex: 2 };
const DRAWN = {
  type: 'monotone',
  isAnimationActive: false,
  dot: false,
  activeDot: false,
  connectNulls: false,
} as const;
/** Very short latencies must not fill the chart with noise. */
const LEAST_TOP_MS = 20;

/** Median as a line under the band up to the 95th percentile. */
export function LatencyChart({ realm }: { readonly realm: LatencyRealm }) {
  const name = realmName(realm);
  const { latency } = useStores();
  const place = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(place);
  const summary = useStore(latency, (state) => (state.byRealm[name] ?? NO_LATENCY).summary);
  // One scale for all exchanges: side by side they must compare.
  const slowest = useStore(latency, (state) =>
    Object.values(state.byRealm).reduce(
      (most, one) => Math.max(most, one.summary?.p99 ?? one.summary?.p95 ?? 0),
      LEAST_TOP_MS,
    ),
  );
  const isReady = useStore(latency, (state) => state.phase.kind === 'ready');
  const isYoung = useStore(latency, (state) => isWithin((state.byRealm[name] ?? NO_LATENCY).points, 2 * BIN_MS));
  // Once for each bin: drawing it oftener would show the same. Only the very first answers need not wait for its end.
  const nowMs = useChartNow(isYoung ? 1_000 : BIN_MS, chartRule(isInSight));
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew when the history has come
  const bins = useMemo(() => {
    const { points } = latency.getState().byRealm[name] ?? NO_LATENCY;
    const untilMs = isYoung ? nowMs + 999 : nowMs - 1;
    return withLoneness(binLatency(points, { nowMs: untilMs, spanMs: SUMMARY_SPAN_MS, bins: BINS }));
  }, [nowMs, isReady, isYoung, name, latency]);
  const top = niceAbove(slowest);
  const about = t('latency.image', {
    exchange: t(`exchange.${realm.exchange}`),
    p50: formatSpan(summary?.p50 ?? null),
    p95: formatSpan(summary?.p95 ?? null),
  });
  return (
    <div className="chart" ref={place} role="img" aria-label={about}>
      <span className="exchanges__top">{formatSpan(top)}</span>
      <Drawing bins={bins} nowMs={nowMs} top={top} />
    </div>
  );
}

interface DrawingProps {
  readonly bins: readonly LoneBin[];
  readonly nowMs: number;
  readonly top: number;
}

const Drawing = memo(function Drawing({ bins, nowMs, top }: DrawingProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...bins]} margin={MARGIN} accessibilityLayer={false}>
        <XAxis dataKey="atMs" type="number" domain={[nowMs - SUMMARY_SPAN_MS, nowMs]} hide allowDataOverflow />
        <YAxis hide domain={[0, top]} allowDataOverflow />
        <Tooltip
          isAnimationActive={false}
          allowEscapeViewBox={ESCAPES}
          wrapperStyle={ABOVE}
          cursor={{ stroke: 'var(--line-2)' }}
          content={({ active, payload }) => <ChartTip isActive={active} rows={tipRows(payload[0]?.payload)} />}
        />
        <Area
          {...DRAWN}
          dataKey="p95"
          stroke="var(--own)"
          strokeWidth={1}
          strokeDasharray="3 2"
          fill="var(--own-soft)"
        />
        <Area {...DRAWN} dataKey="p50" stroke="var(--own)" strokeWidth={1.75} fill="none" dot={loneDot} />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

interface DotProps {
  readonly key?: unknown;
  readonly cx?: number;
  readonly cy?: number;
  readonly payload?: LoneBin;
}

/** A point without neighbours is a dot, or it could not be seen. */
function loneDot({ cx, cy, payload }: DotProps) {
  const place = `${payload?.atMs}`;
  if (payload?.isLone !== true || cx === undefined || cy === undefined) return <g key={place} />;
  return <circle key={place} cx={cx} cy={cy} r={2.5} fill="var(--own)" stroke="none" />;
}

function tipRows(bin: LoneBin | undefined): readonly (readonly [string, string])[] {
  if (bin === undefined || bin.p50 === null) return [];
  return [
    ['', formatTime(bin.atMs)],
    [t('latency.p50'), formatSpan(bin.p50)],
    [t('latency.p95'), formatSpan(bin.p95)],
    [t('latency.failures'), formatCount(bin.failures)],
  ];
}
