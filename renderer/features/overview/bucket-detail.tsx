import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { chartSpansMs } from '../../stores/ui.ts';
import { Choice } from '../../ui/choice.tsx';
import { formatLeftover, formatUse } from '../../ui/format.ts';
import './detail.css';
import './spend.css';
import { DetailGates } from './detail-gates.tsx';
import { FitsStrip } from './fits-strip.tsx';
import { MarkLegend } from './mark-legend.tsx';
import { useSeenView } from './pace.ts';
import { SpendTable } from './spend-table.tsx';
import { StaleNote } from './stale-note.tsx';
import { stretchText } from './time-text.ts';
import { UseFrame } from './use-frame.tsx';

interface DetailProps {
  readonly bucketKey: string;
  /** Told when it stands in its full height. */
  readonly onShown: () => void;
  readonly onClose: () => void;
}

/** Everything about one limit: its use over time, who spent it, what still fits. */
export function BucketDetail({ bucketKey, onShown, onClose }: DetailProps) {
  const { limits, ui } = useStores();
  const host = useHost();
  const isHeard = useIsOpen();
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const isKnown = useStore(limits, (state) => state.byKey[bucketKey] !== undefined);
  useEffect(() => (isHeard ? host.inspect.watch(bucketKey, spanMs) : undefined), [bucketKey, spanMs, isHeard, host]);
  const shown = useRef(onShown);
  useEffect(() => {
    const frame = requestAnimationFrame(() => shown.current());
    return () => cancelAnimationFrame(frame);
  }, []);
  if (!isKnown) return null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from wherever the focus is within
    <div className="detail__body" onKeyDown={onKeyDown}>
      <div className="detail__chart">
        <Head />
        <DetailGates bucketKey={bucketKey} />
        <UseFrame bucketKey={bucketKey} />
        <MarkLegend />
        <Parts bucketKey={bucketKey} />
      </div>
      <div className="detail__spend">
        <SpendTable bucketKey={bucketKey} />
      </div>
      <FitsStrip />
    </div>
  );
}

function Head() {
  const { ui, inspect } = useStores();
  const host = useHost();
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const zoom = useStore(inspect, (state) => state.zoom);
  const spans = chartSpansMs.map((ms) => ({ value: `${ms}` as const, label: t(`chart.span.${ms}`) }));
  const choose = (value: string): void => {
    const chosen = chartSpansMs.find((ms) => `${ms}` === value);
    if (chosen === undefined) return;
    ui.setState({ chartSpanMs: chosen });
    if (zoom !== null) host.inspect.setZoom(null);
  };
  return (
    <header className="detail__head">
      <h3 className="detail__title">{t('chart.title')}</h3>
      {zoom === null ? null : (
        <button
          type="button"
          className="button detail__zoom"
          aria-label={t('chart.zoom-out', { stretch: stretchText(zoom) })}
          onClick={() => host.inspect.setZoom(null)}
        >
          {t('chart.zoom-out.short')}
        </button>
      )}
      <StaleNote slice="use" />
      <span className="detail__spans">
        <Choice label={t('chart.span')} options={spans} value={`${spanMs}`} onChoose={choose} />
      </span>
    </header>
  );
}

function Parts({ bucketKey }: { readonly bucketKey: string }) {
  const { view } = useSeenView(bucketKey, true);
  if (view === undefined) return null;
  const parts = [
    { id: 'own', swatch: 'own', value: view.own },
    { id: 'foreign', swatch: 'foreign', value: view.foreign },
    { id: 'in-flight', swatch: 'flight', value: view.inFlight },
    { id: 'headroom', swatch: 'headroom', value: view.headroom },
  ] as const;
  return (
    <dl className="use__parts">
      {parts.map(({ id, swatch, value }) => (
        <div key={id} title={t(`legend.${id}.hint`)}>
          <dt>
            <span className={`swatch swatch--${swatch}`} aria-hidden="true" /> {t(`legend.${id}`)}
          </dt>
          <dd>{id === 'headroom' ? formatLeftover(value, view.capacity) : formatUse(value, view.capacity)}</dd>
        </div>
      ))}
      <div title={t('chart.forecast.hint')}>
        <dt>
          <span className="swatch swatch--forecast" aria-hidden="true" /> {t('chart.forecast')}
        </dt>
        <dd>{formatUse(roughly(view.foreignForecast, view.capacity), view.capacity)}</dd>
      </div>
      <div title={t('chart.before.hint')}>
        <dt>
          <span className="swatch swatch--before" aria-hidden="true" /> <BeforeName />
        </dt>
        <dd>
          <BeforeFigure capacity={view.capacity} />
        </dd>
      </div>
    </dl>
  );
}

/** A forecast of hundreds has no tenths. */
function roughly(amount: number, capacity: number): number {
  return capacity < 1_000 ? amount : Math.round(amount);
}

function BeforeName() {
  const { ui } = useStores();
  const isWeek = useStore(ui, (state) => state.chartSpanMs > 86_400_000);
  return isWeek ? t('chart.before.week') : t('chart.before.day');
}

/** Use at this time of the day or week before. */
function BeforeFigure({ capacity }: { readonly capacity: number }) {
  const { inspect } = useStores();
  const last = useStore(inspect, (state) => state.before.value?.points.at(-1));
  return last === undefined ? t('figure.none') : formatUse(last.used, capacity);
}
