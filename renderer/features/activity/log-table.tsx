// biome-ignore-all lint/a11y/useSemanticElements: a table’s own elements would have the browser lay out every row there is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row
import { type CSSProperties, type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { rowAt } from '../../stores/activity-rows.ts';
import { useHost, useHostSecond, useStores } from '../../stores/context.ts';
import { columns, LogRow, rowElementId } from './log-row.tsx';
import { dayText } from './row-text.ts';
import { useRows } from './use-rows.ts';
import { SPLIT_FULL_MS } from './waterfall.ts';

const ROW_PX = { comfortable: 28, compact: 24 } as const;
const HEAD_PX = 32;

interface LogTableProps {
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Rank of the row the keyboard stands on; null: none. */
  readonly active: number | null;
  readonly onActive: (rank: number | null) => void;
}

/** All rows of the view; only those in sight are drawn, only those around them are in memory. */
export function LogTable({ frame, active, onActive }: LogTableProps) {
  const { activity, ui } = useStores();
  const host = useHost();
  const view = useStore(activity, (state) => state.view);
  const filter = useStore(activity, (state) => state.filter);
  const isAsking = useStore(activity, (state) => state.isAsking);
  const hold = useStore(activity, (state) => state.hold);
  const openedId = useStore(activity, (state) => state.opened?.id ?? null);
  const rowPx = ROW_PX[useStore(ui, (state) => state.density)];
  const isFollowing = useOnRise(hold === 'none');
  const today = dayText(useHostSecond());
  const { ranks, startPx, heightPx, topRank, visibleRows, reveal, toTop } = useRows({
    frame,
    total: view.total,
    rowPx,
    headPx: HEAD_PX,
  });

  const first = ranks[0] ?? 0;
  const last = ranks.at(-1) ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view has other rows at these ranks
  useEffect(() => host.activity.want(first, last), [host, first, last, view]);
  // Whoever reads further down must not have the rows move away; back at the top, new ones may come in again.
  const isAway = topRank > 0;
  const wasAway = useRef(isAway);
  useEffect(() => {
    const isBack = wasAway.current && !isAway;
    wasAway.current = isAway;
    if (isAway && hold === 'none') host.activity.hold('browsing');
    if (isBack && hold === 'browsing' && active === null) host.activity.follow();
  }, [host, isAway, hold, active]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter or newer rows begin at the top again
  useEffect(() => {
    toTop();
    onActive(null);
  }, [filter, isFollowing]);

  function moveTo(rank: number): void {
    const next = Math.min(view.total - 1, Math.max(0, rank));
    host.activity.hold('browsing');
    onActive(next);
    reveal(next);
    if (openedId !== null) show(next);
  }

  function show(rank: number): void {
    const row = rowAt(view, rank);
    if (row !== undefined) host.activity.open(row.id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = active ?? topRank - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: active === null ? topRank : active - 1,
      PageDown: from + visibleRows,
      PageUp: (active ?? topRank) - visibleRows,
      Home: 0,
      End: view.total - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target);
    else if ((event.key === 'Enter' || event.key === ' ') && active !== null) show(active);
    else if (event.key === 'Escape' && (openedId !== null || active !== null)) leave();
    else return;
    event.preventDefault();
  }

  function leave(): void {
    if (openedId !== null) host.activity.close();
    else onActive(null);
  }

  function onClick(event: MouseEvent): void {
    const element = event.target instanceof Element ? event.target.closest('[data-rank]') : null;
    const rank = Number(element?.getAttribute('data-rank') ?? Number.NaN);
    if (Number.isNaN(rank)) return;
    moveTo(rank);
    if (openedId === null) show(rank);
  }

  const isActiveDrawn = active !== null && ranks.includes(active);
  return (
    <div
      ref={frame}
      role="grid"
      className="log"
      tabIndex={0}
      aria-label={t('activity.table')}
      aria-rowcount={view.total + 1}
      aria-busy={isAsking}
      aria-activedescendant={isActiveDrawn ? rowElementId(active) : undefined}
      style={{ '--row-px': `${rowPx}px` } as CSSProperties}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="rowgroup" className="log__head">
        <div role="row" className="log__row" aria-rowindex={1}>
          {columns.map((column) => (
            <span
              key={column}
              role="columnheader"
              className={`log__cell log__${column}`}
              title={column === 'split' ? t('activity.split.hint', { ms: SPLIT_FULL_MS }) : undefined}
            >
              {t(`activity.column.${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="log__body" style={{ height: heightPx }}>
        <div role="presentation" className="log__rows" style={{ transform: `translateY(${startPx}px)` }}>
          {ranks.map((rank) => {
            const row = rowAt(view, rank);
            return (
              <LogRow
                key={rank}
                rank={rank}
                row={row}
                isActive={rank === active}
                isOpen={row !== undefined && row.id === openedId}
                today={today}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A number that changes each time `isUp` becomes true. */
function useOnRise(isUp: boolean): number {
  const rises = useRef(0);
  const was = useRef(isUp);
  if (isUp && !was.current) rises.current += 1;
  was.current = isUp;
  return rises.current;
}
