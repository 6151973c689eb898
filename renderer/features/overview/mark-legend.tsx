import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { frameOf } from '../../series/chart-frame.ts';
import { countMarks, gateStretches, markKinds } from '../../series/marks.ts';
import { useStores } from '../../stores/context.ts';
import { formatCount } from '../../ui/format.ts';
import { MarkShape } from './mark-shape.tsx';
import { chartStepMs, useChartNow } from './pace.ts';

/** What the marks of the chart mean, and how many of each there are in what is shown. */
export function MarkLegend() {
  const { inspect, ui } = useStores();
  const marks = useStore(inspect, (state) => state.marks.value);
  const isFailed = useStore(inspect, (state) => state.marks.phase.kind === 'failed');
  const zoom = useStore(inspect, (state) => state.zoom);
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const nowMs = useChartNow(chartStepMs(spanMs));
  const frame = frameOf(spanMs, zoom, nowMs);
  if (isFailed) return <p className="marks-legend">{t('mark.failed')}</p>;
  const counts = countMarks(marks?.marks ?? [], frame);
  const gates = gateStretches(marks?.gates ?? [], frame, nowMs).length;
  return (
    <ul className="marks-legend" aria-label={t('mark.legend')}>
      {markKinds.map((kind) => (
        <li key={kind} data-none={counts[kind] === 0} title={t(`mark.${kind}.hint`)}>
          <MarkShape kind={kind} /> {t(`mark.${kind}`)}{' '}
          <b>{marks === null ? t('figure.none') : formatCount(counts[kind])}</b>
        </li>
      ))}
      <li data-none={gates === 0} title={t('mark.gate.hint')}>
        <span className="swatch swatch--gate" aria-hidden="true" /> {t('mark.gate')}{' '}
        <b>{marks === null ? t('figure.none') : formatCount(gates)}</b>
      </li>
    </ul>
  );
}
