import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ActivityDetail } from '../../../shared/model/activity-query.ts';
import { t } from '../../i18n/i18n.ts';
import type { OpenedRow } from '../../stores/activity.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatSpan } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { PanelFailure, Skeleton } from '../../ui/panel.tsx';
import { BucketTable, Params, Readings } from './row-buckets.tsx';
import { jsonOf } from './copy-row.ts';
import { callerText, clockText, dayText, isFailure, statusText } from './row-text.ts';
import { Waterfall } from './waterfall-chart.tsx';

const WAITING = [62, 88, 74, 81];

interface DrawerProps {
  readonly opened: OpenedRow;
  readonly onStep: (step: 1 | -1) => void;
  /** Back to the rows. */
  readonly onClose: () => void;
}

/** All that is kept of one request. */
export function RowDrawer({ opened, onStep, onClose }: DrawerProps) {
  const host = useHost();
  const { phase, detail, id } = opened;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target instanceof HTMLTextAreaElement && event.key !== 'Escape') return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowDown') onStep(1);
    else if (event.key === 'ArrowUp') onStep(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section className="drawer" aria-label={t('activity.details')} onKeyDown={onKeyDown}>
      <header className="drawer__head">
        <h2 className="drawer__title">{t('activity.details.of', { id })}</h2>
        <button
          type="button"
          className="button button--quiet"
          aria-label={t('activity.newer')}
          onClick={() => onStep(-1)}
        >
          <Icon name="up" size={16} />
        </button>
        <button
          type="button"
          className="button button--quiet"
          aria-label={t('activity.older')}
          onClick={() => onStep(1)}
        >
          <Icon name="down" size={16} />
        </button>
        <button type="button" className="button button--quiet" aria-label={t('activity.close')} onClick={onClose}>
          <Icon name="close" size={16} />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="drawer__body" tabIndex={0} aria-label={t('activity.details.of', { id })}>
        {phase.kind === 'failed' ? (
          <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.activity.open(id)} />
        ) : detail === null ? (
          <Skeleton widths={WAITING} />
        ) : (
          <div className="drawer__details" data-asking={phase.kind === 'loading'}>
            <Details detail={detail} />
          </div>
        )}
      </section>
    </section>
  );
}

function Details({ detail }: { readonly detail: ActivityDetail }) {
  const { accounts } = useStores();
  const { row } = detail;
  const account = useStore(accounts, (state) => state.list.find((one) => one.id === row.account));
  const answer = [statusText(row), row.code].filter((part) => part !== null).join(' · ');
  return (
    <>
      <p className="drawer__endpoint">{row.endpoint}</p>
      <dl className="facts">
        <Fact name={t('activity.column.time')}>
          {dayText(row.atMs)} {clockText(row.atMs)}
        </Fact>
        <Fact name={t('activity.column.account')}>
          {account?.label ?? row.account} · {t(`exchange.${row.exchange}`)}
        </Fact>
        <Fact name={t('activity.column.caller')}>{callerText(row.caller)}</Fact>
        <Fact name={t('activity.column.lane')}>{t(`lane.${row.lane}`)}</Fact>
        <Fact name={t('activity.answer')}>
          <span className="facts__answer" data-failure={isFailure(row)}>
            {answer}
          </span>
        </Fact>
        {row.outcome === undefined ? null : (
          <Fact name={t('activity.facet.outcomes')}>{t(`outcome.${row.outcome}`)}</Fact>
        )}
        <Fact name={t('activity.attempts')}>{row.attempt}</Fact>
        {row.isStalled === true ? <Fact name={t('activity.stalled')}>{t('activity.stalled.text')}</Fact> : null}
      </dl>
      <Block
        title={t('activity.timing')}
        extra={formatSpan(row.waitedMs + row.connectMs + row.firstByteMs + row.bodyMs)}
      >
        <Waterfall row={row} />
      </Block>
      <Block title={t('activity.buckets')}>
        <BucketTable detail={detail} />
      </Block>
      <Block title={t('activity.readings')}>
        <Readings readings={detail.readings} />
      </Block>
      <Block title={t('activity.params')}>
        <Params params={detail.params} />
      </Block>
      <Copy detail={detail} />
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="facts__line">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface BlockProps {
  readonly title: string;
  readonly extra?: string;
  readonly children: ReactNode;
}

function Block({ title, extra, children }: BlockProps) {
  return (
    <section className="block">
      <h3 className="block__title">
        {title}
        {extra === undefined ? null : <span className="block__extra">{extra}</span>}
      </h3>
      {children}
    </section>
  );
}

type CopyState = 'idle' | 'copied' | 'refused';

function Copy({ detail }: { readonly detail: ActivityDetail }) {
  const [state, setState] = useState<CopyState>('idle');
  const text = useRef<HTMLTextAreaElement>(null);
  const { id } = detail.row;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said of one request is not true of the next
  useEffect(() => setState('idle'), [id]);
  useEffect(() => {
    if (state === 'refused') text.current?.select();
  }, [state]);

  async function copy(): Promise<void> {
    const isCopied = await copyText(jsonOf(detail), navigator.clipboard);
    setState(isCopied ? 'copied' : 'refused');
  }

  return (
    <div className="copy">
      <button type="button" className="button" onClick={() => void copy()}>
        {t('activity.copy')}
      </button>
      <span role="status" className="copy__state">
        {state === 'idle' ? null : t(`activity.copy.${state}`)}
      </span>
      {state === 'refused' ? (
        <textarea
          ref={text}
          className="copy__text"
          aria-label={t('activity.copy.text')}
          readOnly
          rows={6}
          value={jsonOf(detail)}
        />
      ) : null}
    </div>
  );
}
