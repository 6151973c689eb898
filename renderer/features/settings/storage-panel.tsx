import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { RetentionSetting } from '../../../shared/model/storage.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatBytes, formatCount, formatDayTime } from '../../ui/format.ts';
import { Panel, PanelFailure, Skeleton } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { Setting } from '../../ui/setting.tsx';
import { ClearOut } from './clear-out.tsx';
import { DataFolder } from './data-folder.tsx';

/** It grows while one looks on. */
const RENEW_EVERY_MS = 10_000;
const WAITING = [70, 55, 62];
const DAYS = [1, 3, 7, 14, 30, 90, 180, 400];
const GIB = 1_024 ** 3;
const SIZES = [GIB / 4, GIB, 4 * GIB, 16 * GIB, 64 * GIB];

/** What the request log takes on disk, for how long it is kept, and clearing it out. */
export function StoragePanel() {
  const { storage } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const { phase, stats, settings } = useStore(storage);
  useEffect(() => {
    if (!isOpen) return;
    host.loadStorage();
    const id = window.setInterval(() => host.loadStorage(), RENEW_EVERY_MS);
    return () => window.clearInterval(id);
  }, [host, isOpen]);
  return (
    <Panel title={t('storage.title')}>
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.loadStorage()} />
      ) : stats === null || settings === null ? (
        <Skeleton widths={WAITING} />
      ) : (
        <>
          <Facts />
          <Retention retention={settings.retention} isDisabled={!isOpen} />
          <ClearOut stats={stats} isDisabled={!isOpen} />
          {stats.folder === null ? null : <DataFolder folder={stats.folder} />}
        </>
      )}
    </Panel>
  );
}

function Facts() {
  const { storage } = useStores();
  const stats = useStore(storage, (state) => state.stats);
  if (stats === null) return null;
  const facts = [
    [t('storage.rows'), formatCount(stats.rows)],
    [t('storage.oldest'), stats.oldestRowAtMs === null ? t('figure.none') : formatDayTime(stats.oldestRowAtMs)],
    [t('storage.activity-size'), formatBytes(stats.activityBytes)],
    [t('storage.journal-size'), formatBytes(stats.journalBytes)],
  ] as const;
  return (
    <dl className="settings__figures">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface RetentionProps {
  readonly retention: RetentionSetting;
  readonly isDisabled: boolean;
}

function Retention({ retention, isDisabled }: RetentionProps) {
  const host = useHost();
  return (
    <>
      <Setting name={t('storage.keep-days')} hint={t('storage.keep-days.text')} part="retention">
        {(ids) => (
          <Pick
            ids={ids}
            options={withOwn(DAYS, retention.keepDays).map((days) => ({
              value: String(days),
              label: t('storage.days', { count: days }),
            }))}
            value={String(retention.keepDays)}
            isDisabled={isDisabled}
            onPick={(value) => host.setRetention({ ...retention, keepDays: Number(value) })}
          />
        )}
      </Setting>
      <Setting name={t('storage.max-size')} hint={t('storage.max-size.text')}>
        {(ids) => (
          <Pick
            ids={ids}
            options={withOwn(SIZES, retention.maxBytes).map((bytes) => ({
              value: String(bytes),
              label: formatBytes(bytes),
            }))}
            value={String(retention.maxBytes)}
            isDisabled={isDisabled}
            onPick={(value) => host.setRetention({ ...retention, maxBytes: Number(value) })}
          />
        )}
      </Setting>
    </>
  );
}

/** The usual choices and the one in force, in order. */
export function withOwn(choices: readonly number[], own: number): readonly number[] {
  return choices.includes(own) ? choices : [...choices, own].toSorted((a, b) => a - b);
}
