import { memo, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { SPARK_HEIGHT, SPARK_WIDTH, sparkOf } from '../../series/sparkline.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { NO_SERIES } from '../../stores/series.ts';
import { useChartNow } from './pace.ts';

/** The last minutes of one limit under its capacity, and what time alone will do next. Drawn once a second. */
export const Sparkline = memo(function Sparkline({ bucketKey }: { readonly bucketKey: string }) {
  const { series, limits, link } = useStores();
  const host = useHost();
  const phase = useStore(series, (state) => (state.byKey[bucketKey] ?? NO_SERIES).phase);
  const isOpen = useStore(link, (state) => state.status.kind === 'open');
  const isMissing = phase.kind === 'loading';
  useEffect(() => {
    if (isOpen && isMissing) host.wantSeries(bucketKey);
  }, [isOpen, isMissing, bucketKey, host]);
  const nowMs = useChartNow(1_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew when the history has come
  const spark = useMemo(() => {
    const view = limits.getState().byKey[bucketKey];
    const { points } = series.getState().byKey[bucketKey] ?? NO_SERIES;
    return view === undefined ? null : sparkOf(points, view, nowMs);
  }, [phase, nowMs, bucketKey, limits, series]);
  return (
    <svg className="spark" viewBox={`0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {spark === null ? null : (
        <>
          <path className="spark__now" d={`M${spark.nowX} 0V${SPARK_HEIGHT}`} />
          <path className="spark__use" d={spark.area} />
          <path className="spark__ahead" d={spark.ahead} />
        </>
      )}
    </svg>
  );
});
