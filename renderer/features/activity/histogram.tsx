import { useState } from 'react';
import { useStore } from 'zustand';
import type { ActivityHistogram } from '../../../shared/model/activity-query.ts';
import { t } from '../../i18n/i18n.ts';
import { hasTimes, isOpen, withTimes } from '../../stores/activity-filter.ts';
import type { Span } from '../../stores/activity.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount, formatLeft } from '../../ui/format.ts';
import { barAt, spanIn, timesOf } from './brush.ts';
import { Plot } from './histogram-plot.tsx';
import { timeText } from './row-text.ts';

/** How many requests there were when, and which part of that time is shown below. */
export function Histogram() {
  const { activity } = useStores();
  const host = useHost();
  const { phase, value } = useStore(activity, (state) => state.histogram);
  const filter = useStore(activity, (state) => state.filter);
  const zoom = useStore(activity, (state) => state.zoom);
  const [hoverMs, setHoverMs] = useState<number | null>(null);
  const isChosen = hasTimes(filter);
  if (phase.kind === 'failed') {
    return <p className="times times--note">{t('panel.failed', { reason: failureText(phase.failure) })}</p>;
  }
  const isNothing = value !== null && value.calls === 0 && zoom === null && isOpen(filter);
  const chosen = value === null || isNothing ? null : spanIn(value, filter.fromMs, filter.untilMs);

  function choose(span: Span | null): void {
    const times = span === null || value === null ? { fromMs: null, untilMs: null } : timesOf(value, span);
    host.activity.setFilter(withTimes(filter, times.fromMs, times.untilMs));
  }

  return (
    <section className="times" aria-label={t('activity.times')}>
      <header className="times__head">
        <span className="times__key">
          <span className="swatch swatch--calls" aria-hidden="true" /> {t('activity.calls')}
        </span>
        <span className="times__key">
          <span className="swatch swatch--failures" aria-hidden="true" /> {t('activity.failures')}
        </span>
        <span className="times__told">{value === null || value.calls === 0 ? null : toldText(value, hoverMs)}</span>
        {isChosen && chosen !== null ? (
          <button type="button" className="button button--small" onClick={() => host.activity.setZoom(chosen)}>
            {t('activity.zoom-in')}
          </button>
        ) : null}
        {zoom === null ? null : (
          <button type="button" className="button button--small" onClick={() => host.activity.setZoom(null)}>
            {t('activity.zoom-out')}
          </button>
        )}
      </header>
      {value === null || chosen === null ? (
        <div className="times__plot times__plot--waiting" />
      ) : (
        <Plot value={value} chosen={chosen} isChosen={isChosen} onChoose={choose} onHover={setHoverMs} />
      )}
    </section>
  );
}

function toldText({ bars, stepMs, failures, fromMs, untilMs }: ActivityHistogram, hoverMs: number | null): string {
  const span = formatLeft(stepMs);
  if (hoverMs === null) {
    const highest = bars.reduce((most, bar) => Math.max(most, bar.calls), 0);
    return t('activity.counted', { highest: formatCount(highest), span, failures: formatCount(failures) });
  }
  const bar = barAt(bars, stepMs, hoverMs);
  return t('activity.counted-at', {
    time: timeText(bar?.atMs ?? hoverMs, untilMs - fromMs),
    span,
    calls: formatCount(bar?.calls ?? 0),
    failures: formatCount(bar?.failures ?? 0),
  });
}
