import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { listsOf } from '../../stores/orders.ts';
import { Choice } from '../../ui/choice.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { CancelAll } from './cancel-all.tsx';
import { DeadManPanel } from './dead-man-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import { OrderDrawer } from './order-drawer.tsx';
import { OrderTable } from './order-table.tsx';
import './orders.css';
import './marks.css';
import './order-side.css';
import './safety.css';
import './unknown.css';
import { Ticket } from './ticket.tsx';
import { UnknownPanel } from './unknown-panel.tsx';

const PARTS = ['open', 'history', 'safety'] as const;
type Part = (typeof PARTS)[number];
const WAITING = [96, 88, 92, 84];

/** Orders of every account: what is open, what nobody knows, what is over; and the ticket for a new one. */
export function OrdersPage() {
  const { orders, ticket, ui } = useStores();
  const host = useHost();
  const asked = useStore(ui, (state) => state.part);
  const [part, setPart] = useState<Part>('open');
  const opened = useStore(orders, (state) => state.opened);
  const isTicketShown = useStore(ticket, (state) => state.isShown);
  const byKey = useStore(orders, (state) => state.byKey);
  const unknown = useMemo(() => listsOf(byKey).unknown, [byKey]);
  useEffect(() => {
    // The window's own menu and its shortcut lead here.
    if (asked?.name === 'new') {
      host.orders.close();
      host.orders.ticket.open();
      // Asked for again after the ticket was closed, it is another address again.
      goTo(ui, window.location, { page: 'orders', part: null });
    }
    const known = PARTS.find((one) => one === asked?.name);
    if (known !== undefined) setPart(known);
  }, [asked, host, ui]);
  const isSide = isTicketShown || opened !== null;
  return (
    <div className="orders fades" data-side={isSide}>
      <div className="orders__main">
        <div className="orders__bar">
          <Choice
            label={t('orders.parts')}
            value={part}
            options={PARTS.map((value) => ({ value, label: t(`orders.part.${value}`) }))}
            onChoose={setPart}
          />
          <span className="orders__buttons">
            <CancelAll />
            <button
              type="button"
              className="button button--action"
              data-new-order
              onClick={() => {
                host.orders.close();
                host.orders.ticket.open();
              }}
            >
              {t('orders.new')}
            </button>
          </span>
        </div>
        <UnknownPanel orders={unknown} />
        {part === 'open' ? <OpenPart /> : part === 'history' ? <HistoryPanel /> : <SafetyPart />}
      </div>
      {opened !== null ? <OrderDrawer opened={opened} /> : isTicketShown ? <Ticket /> : null}
    </div>
  );
}

function SafetyPart() {
  return (
    <>
      <LimitsPanel />
      <DeadManPanel />
    </>
  );
}

function OpenPart() {
  const { orders } = useStores();
  const host = useHost();
  const phase = useStore(orders, (state) => state.phase);
  const byKey = useStore(orders, (state) => state.byKey);
  const isReconciled = useStore(orders, (state) => state.isReconciled);
  const { open, elsewhere } = useMemo(() => listsOf(byKey), [byKey]);
  return (
    <>
      <Panel
        title={t('orders.open', { count: open.length })}
        extra={isReconciled ? undefined : t('orders.reconciling')}
      >
        {phase.kind === 'failed' ? (
          <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />
        ) : phase.kind === 'loading' ? (
          <Skeleton widths={WAITING} />
        ) : open.length === 0 ? (
          <PanelMessage>
            <strong>{t('orders.none.title')}</strong>
            <p>{t('orders.none.text')}</p>
          </PanelMessage>
        ) : (
          <OrderTable label={t('orders.open.label')} orders={open} />
        )}
      </Panel>
      {elsewhere.length === 0 ? null : (
        <details className="panel elsewhere">
          <summary>{t('orders.elsewhere', { count: elsewhere.length })}</summary>
          <p className="orders__about">{t('orders.elsewhere.text')}</p>
          <OrderTable label={t('orders.elsewhere.label')} orders={elsewhere} />
        </details>
      )}
    </>
  );
}
