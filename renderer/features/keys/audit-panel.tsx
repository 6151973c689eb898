import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CallOutput } from '../../../shared/contract/contract.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { AuditTable } from './audit-table.tsx';
import { AuditTools } from './audit-tools.tsx';

const PAGE_ROWS = 12;
const WAITING = [80, 65, 72, 50];

type Page = CallOutput<'audit.page'>;

/** Who did what with keys and orders, newest first, a page at a time. */
export function AuditPanel() {
  const { keys } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  // What changes about keys leaves a row.
  const changed = useStore(keys, (state) => state.keys);
  const [before, setBefore] = useState<readonly number[]>([]);
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const from = before.at(-1) ?? null;

  const load = useCallback(async () => {
    const result = await host.ask('audit.page', { before: from, limit: PAGE_ROWS });
    if (result.ok) setPage(result.value);
    setFailure(result.ok ? null : result.failure);
  }, [host, from]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of keys is what adds rows
  useEffect(() => {
    if (isOpen) void load();
  }, [load, isOpen, changed]);

  const last = page?.entries.at(-1)?.seq ?? 1;

  return (
    <Panel title={t('audit.title')} extra={<AuditTools />} className="audit">
      <p className="form__hint">{t('audit.text')}</p>
      {page === null && failure === null ? <Skeleton widths={WAITING} /> : null}
      {page === null && failure !== null ? (
        <PanelFailure reason={failureText(failure)} onRetry={() => void load()} />
      ) : null}
      {page !== null && page.entries.length === 0 ? <PanelMessage>{t('audit.none')}</PanelMessage> : null}
      {page === null || page.entries.length === 0 ? null : (
        <>
          <AuditTable entries={page.entries} />
          <div className="audit__pages">
            <span role="status">{rangeText(page, before.length)}</span>
            <button
              type="button"
              className="button"
              disabled={before.length === 0}
              onClick={() => setBefore(before.slice(0, -1))}
            >
              {t('audit.newer')}
            </button>
            <button
              type="button"
              className="button"
              disabled={last <= 1 || page.entries.length < PAGE_ROWS || !isOpen}
              onClick={() => setBefore([...before, last])}
            >
              {t('audit.older')}
            </button>
          </div>
        </>
      )}
    </Panel>
  );
}

function rangeText({ entries, total }: Page, pagesBefore: number): string {
  const first = pagesBefore * PAGE_ROWS + 1;
  return t('audit.of', {
    first: formatCount(first),
    last: formatCount(first + entries.length - 1),
    total: formatCount(total),
  });
}
