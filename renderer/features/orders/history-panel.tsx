import { useEffect, useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { endedOf } from '../../stores/orders.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { OrderTable } from './order-table.tsx';

const EVERY = '';
const WAITING = [92, 84, 88];

/** Orders that are over, page by page. */
export function HistoryPanel() {
  const { orders } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const history = useStore(orders, (state) => state.history);
  const byKey = useStore(orders, (state) => state.byKey);
  const list = useMemo(() => endedOf(byKey, history), [byKey, history]);
  const { phase, account, next, isAsking } = history;
  useEffect(() => {
    if (isOpen && orders.getState().history.phase.kind !== 'ready') host.orders.showHistory(null);
  }, [host, orders, isOpen]);
  return (
    <Panel
      title={t('orders.history')}
      extra={<AccountFilter value={account} onPick={(id) => host.orders.showHistory(id)} />}
    >
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.orders.showHistory(account)} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : list.length === 0 ? (
        <PanelMessage>{t('orders.history.none')}</PanelMessage>
      ) : (
        <OrderTable label={t('orders.history.label')} orders={list} />
      )}
      {next === null ? null : (
        <button
          type="button"
          className="button orders__more"
          disabled={isAsking || !isOpen}
          onClick={() => host.orders.moreHistory()}
        >
          {t('orders.history.more')}
        </button>
      )}
    </Panel>
  );
}

interface FilterProps {
  readonly value: string | null;
  readonly onPick: (account: string | null) => void;
}

function AccountFilter({ value, onPick }: FilterProps) {
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  const id = useId();
  return (
    <>
      <span id={id}>{t('order.column.account')}</span>
      <Pick
        ids={{ nameId: id, hintId: undefined }}
        value={value ?? EVERY}
        options={[{ value: EVERY, label: t('orders.every-account') }]}
        groups={[{ name: t('orders.accounts'), options: list.map((one) => ({ value: one.id, label: one.label })) }]}
        onPick={(picked) => onPick(picked === EVERY ? null : picked)}
      />
    </>
  );
}
