import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { rateOver, SUMMARY_SPAN_MS } from '../../stores/latency.ts';
import { fillOf, tightestOf } from '../../stores/limits.ts';
import { formatCount, formatRate, formatShare } from '../../ui/format.ts';
import { usePacedNow } from './pace.ts';

const RATE_SPAN_MS = 10_000;
/** As the status `hot` of a bucket. */
const HOT_SHARE = 0.8;

/** The state of everything in one line. */
export function SummaryStrip() {
  return (
    <dl className="summary fades" aria-label={t('summary.label')}>
      <Tightest />
      <Waiting />
      <Rates />
    </dl>
  );
}

function Tightest() {
  const { limits, accounts } = useStores();
  // Once a second: the lead may change hands many times between two glances.
  usePacedNow(1_000);
  const view = tightestOf(Object.values(limits.getState().byKey));
  const label = useStore(accounts, (state) => state.list.find((account) => account.id === view?.accounts[0])?.label);
  const left = view === undefined ? t('figure.none') : formatShare(1 - fillOf(view));
  const isKnown = useStore(limits, (state) => state.phase.kind === 'ready');
  const what =
    view === undefined
      ? isKnown
        ? t('summary.none')
        : ''
      : t('summary.of', { account: label ?? '', bucket: [view.bucket.name, view.part].filter(Boolean).join(' ') });
  return (
    <Figure name={t('summary.tightest')} isWide isMarked={view !== undefined && fillOf(view) >= HOT_SHARE}>
      <span className="summary__value summary__value--lead">{left}</span>
      <span className="summary__what" title={what}>
        {what}
      </span>
    </Figure>
  );
}

function Waiting() {
  const { limits } = useStores();
  const waiting = useStore(limits, (state) =>
    Object.values(state.byKey).reduce((most, view) => Math.max(most, view.waiting), 0),
  );
  const gates = useStore(limits, (state) => state.gates.length);
  const isKnown = useStore(limits, (state) => state.phase.kind === 'ready');
  const write = (count: number): string => (isKnown ? formatCount(count) : t('figure.none'));
  return (
    <>
      <Figure name={t('summary.gates')} isMarked={gates > 0}>
        <span className="summary__value">{write(gates)}</span>
      </Figure>
      <Figure name={t('summary.waiting')} isMarked={waiting > 0}>
        <span className="summary__value">{write(waiting)}</span>
      </Figure>
    </>
  );
}

function Rates() {
  const { latency } = useStores();
  const byRealm = useStore(latency, (state) => state.byRealm);
  const isReady = useStore(latency, (state) => state.phase.kind === 'ready');
  const nowMs = usePacedNow(1_000);
  const known = Object.values(byRealm);
  const calls = known.reduce((sum, one) => sum + rateOver(one.points, nowMs, RATE_SPAN_MS).callsPerSecond, 0);
  const failures = known.reduce((sum, one) => sum + rateOver(one.points, nowMs, SUMMARY_SPAN_MS).failures, 0);
  const isKnown = isReady || known.length > 0;
  return (
    <>
      <Figure name={t('summary.calls')}>
        <span className="summary__value">{isKnown ? formatRate(calls) : t('figure.none')}</span>
      </Figure>
      <Figure name={t('summary.failures')} isMarked={failures > 0}>
        <span className="summary__value">{isKnown ? formatCount(failures) : t('figure.none')}</span>
      </Figure>
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly isWide?: boolean;
  readonly isMarked?: boolean;
  readonly children: ReactNode;
}

function Figure({ name, isWide = false, isMarked = false, children }: FigureProps) {
  return (
    <div className="summary__figure" data-wide={isWide} data-marked={isMarked}>
      <dt className="summary__name">{name}</dt>
      <dd className="summary__line">{children}</dd>
    </div>
  );
}
