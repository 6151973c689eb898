import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { compareOffsetMs, forecastOf, frameOf } from '../../series/chart-frame.ts';
import { comparedUse, type UseData } from '../../series/use-data.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { NO_SERIES } from '../../stores/series.ts';
import { failureText } from '../../ui/failure-text.ts';
import { PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { useChartNow } from './chart-parts.ts';
import { ChartOverlay } from './chart-overlay.tsx';
import { UseChart } from './use-chart.tsx';

const WAITING = [100, 82];
const NO_POINTS: UseData['bins'] = [];

/** The chart of one limit with everything laid over it, or why there is none. Its height is always the same. */
export function UseFrame({ view }: { readonly view: BucketView }) {
  const { inspect } = useStores();
  const host = useHost();
  const phase = useStore(inspect, (state) => state.use.phase);
  return (
    <div className="use__frame">
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.inspect.retry()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : (
        <Drawn view={view} />
      )}
    </div>
  );
}

function Drawn({ view }: { readonly view: BucketView }) {
  const { inspect, series, ui } = useStores();
  const { use, before, zoom } = useStore(inspect);
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const tail = useStore(series, (state) => (state.byKey[view.key] ?? NO_SERIES).points);
  const nowMs = useChartNow();
  const frame = useMemo(() => frameOf(spanMs, zoom, nowMs), [spanMs, zoom, nowMs]);
  const data = useMemo(() => {
    const offsetMs = compareOffsetMs(spanMs);
    return use.value === null ? null : comparedUse(frame, use.value, zoom === null ? tail : [], before.value, offsetMs);
  }, [frame, use, before, tail, zoom, spanMs]);
  // Once a second is often enough; the view itself changes ten times a second.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view of this second
  const forecast = useMemo(() => (zoom === null ? forecastOf(view, nowMs, frame.untilMs) : []), [nowMs, zoom, frame]);
  const capacity = view.capacity;
  const bins = data?.bins ?? NO_POINTS;
  const isNothing = bins.every((bin) => bin.own === null) && forecast.length === 0;
  return (
    <div className="chart">
      <UseChart frame={frame} bins={bins} forecast={forecast} capacity={capacity} unit={view.bucket.unit} />
      <ChartOverlay view={view} frame={frame} bins={bins} binMs={data?.binMs ?? 1_000} />
      {isNothing ? (
        <div className="chart__nothing">
          <PanelMessage>{t('chart.nothing')}</PanelMessage>
        </div>
      ) : null}
    </div>
  );
}
