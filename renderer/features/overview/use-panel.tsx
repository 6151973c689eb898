import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { NO_SERIES } from '../../stores/series.ts';
import { chartSpansMs } from '../../stores/ui.ts';
import { Choice } from '../../ui/choice.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { formatAmount, formatHeadroom } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { nameOf } from './row-text.ts';
import { useSelectedKey } from './selected.ts';

export interface Drawn {
  readonly bucketKey: string;
}

const WAITING = [100, 82];

/** The chosen limit over the last minutes. */
export function UsePanel({ chart }: { readonly chart: (drawn: Drawn) => ReactNode }) {
  const { ui } = useStores();
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const key = useSelectedKey();
  usePinned(key);
  const spans = chartSpansMs.map((ms) => ({ value: `${ms}` as const, label: t(`chart.span.${ms}`) }));
  const choose = (value: string): void => {
    const chosen = chartSpansMs.find((ms) => `${ms}` === value);
    if (chosen !== undefined) ui.setState({ chartSpanMs: chosen });
  };
  return (
    <Panel
      className="use"
      title={t('chart.title')}
      extra={<Choice label={t('chart.span')} options={spans} value={`${spanMs}`} onChoose={choose} />}
    >
      {key === null ? <Nothing /> : <Chosen bucketKey={key} chart={chart} />}
    </Panel>
  );
}

/** The tightest limit of the first moment stays in the chart: it must not change by itself. */
function usePinned(key: string | null): void {
  const { ui } = useStores();
  useEffect(() => {
    if (key !== null) ui.setState({ selected: key });
  }, [key, ui]);
}

function Nothing() {
  const { limits } = useStores();
  const isLoading = useStore(limits, (state) => state.phase.kind === 'loading');
  return (
    <div className="use__frame">
      {isLoading ? <Skeleton widths={WAITING} /> : <PanelMessage>{t('chart.none')}</PanelMessage>}
    </div>
  );
}

function Chosen({ bucketKey, chart }: { readonly bucketKey: string; readonly chart: (drawn: Drawn) => ReactNode }) {
  const { limits, series, link } = useStores();
  const host = useHost();
  const view = useStore(limits, (state) => state.byKey[bucketKey]);
  const phase = useStore(series, (state) => (state.byKey[bucketKey] ?? NO_SERIES).phase);
  const isOpen = useStore(link, (state) => state.status.kind === 'open');
  useEffect(() => {
    if (isOpen) host.wantSeries(bucketKey);
  }, [bucketKey, isOpen, host]);
  if (view === undefined)
    return (
      <div className="use__frame">
        <PanelMessage>{t('chart.gone')}</PanelMessage>
      </div>
    );
  return (
    <>
      <p className="use__name" title={nameOf(view)}>
        {nameOf(view)}
      </p>
      <div className="use__frame">
        {phase.kind === 'failed' ? (
          <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.wantSeries(bucketKey)} />
        ) : phase.kind === 'loading' ? (
          <Skeleton widths={WAITING} />
        ) : (
          chart({ bucketKey })
        )}
      </div>
      <Parts view={view} />
    </>
  );
}

function Parts({ view }: { readonly view: BucketView }) {
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
          <dd>{id === 'headroom' ? formatHeadroom(value) : formatAmount(value)}</dd>
        </div>
      ))}
      <div title={t('chart.forecast.hint')}>
        <dt>{t('chart.forecast')}</dt>
        <dd>{formatAmount(view.foreignForecast)}</dd>
      </div>
    </dl>
  );
}
