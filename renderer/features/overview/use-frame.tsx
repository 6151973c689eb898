import { memo, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { compareOffsetMs, type ForecastPoint, forecastOf, frameOf } from '../../series/chart-frame.ts';
import { comparedUse, type UseData } from '../../series/use-data.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { NO_SERIES } from '../../stores/series.ts';
import { failureText } from '../../ui/failure-text.ts';
import { PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { ChartOverlay } from './chart-overlay.tsx';
import { useInSight } from './in-sight.ts';
import { chartRule, chartStepMs, useChartNow } from './pace.ts';
import { UseChart } from './use-chart.tsx';

const WAITING = [100, 82];
const NO_POINTS: UseData['bins'] = [];
const NO_FORECAST: readonly ForecastPoint[] = [];

/** The chart of one limit with everything laid over it, or why there is none. Its height is always the same. */
export const UseFrame = memo(function UseFrame({ bucketKey }: { readonly bucketKey: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(frame);
  const { inspect } = useStores();
  const host = useHost();
  const phase = useStore(inspect, (state) => state.use.phase);
  return (
    <div className="use__frame" ref={frame}>
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.inspect.retry()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : (
        <Drawn bucketKey={bucketKey} isInSight={isInSight} />
      )}
    </div>
  );
});

interface DrawnProps {
  readonly bucketKey: string;
  readonly isInSight: boolean;
}

function Drawn({ bucketKey, isInSight }: DrawnProps) {
  const { inspect, limits, series, ui } = useStores();
  const zoom = useStore(inspect, (state) => state.zoom);
  const use = useStore(inspect, (state) => state.use.value);
  const before = useStore(inspect, (state) => state.before.value);
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const nowMs = useChartNow(chartStepMs(spanMs), chartRule(isInSight));
  const frame = useMemo(() => frameOf(spanMs, zoom, nowMs), [spanMs, zoom, nowMs]);
  const data = useMemo(() => {
    // What the page saw itself, as of this frame: it grows each second, the chart need not.
    const tail = zoom === null ? (series.getState().byKey[bucketKey] ?? NO_SERIES).points : NO_SERIES.points;
    return use === null ? null : comparedUse(frame, use, tail, before, compareOffsetMs(spanMs));
  }, [frame, use, before, zoom, spanMs, series, bucketKey]);
  // The view as of this frame; it changes ten times a second.
  const view = useMemo(() => ({ frame, now: limits.getState().byKey[bucketKey] }), [frame, limits, bucketKey]).now;
  const forecast = useMemo(
    () => (zoom === null && view !== undefined ? forecastOf(view, nowMs, frame.untilMs) : NO_FORECAST),
    [view, nowMs, zoom, frame],
  );
  if (view === undefined) return null;
  const bins = data?.bins ?? NO_POINTS;
  const isNothing = bins.every((bin) => bin.own === null) && forecast.length === 0;
  return (
    <div className="chart">
      <UseChart frame={frame} bins={bins} forecast={forecast} capacity={view.capacity} unit={view.bucket.unit} />
      <ChartOverlay view={view} frame={frame} bins={bins} binMs={data?.binMs ?? 1_000} />
      {isNothing ? (
        <div className="chart__nothing">
          <PanelMessage>{t('chart.nothing')}</PanelMessage>
        </div>
      ) : null}
    </div>
  );
}
