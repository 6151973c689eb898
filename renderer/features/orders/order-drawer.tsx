import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { isFinal, type OpenedOrder } from '../../stores/orders.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatDayTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { PanelFailure, Skeleton } from '../../ui/panel.tsx';
import { formatPrice, useOrderAmount } from './amount.ts';
import { CopyId } from './copy-id.tsx';
import { OrderChanges } from './order-changes.tsx';
import { AccountName, EnvironmentMark, Filled, Name, OrderStatus, Quantity, SideMark } from './order-parts.tsx';
import { typeText, unitsOf, whyText } from './order-text.ts';
import { Timeline } from './order-timeline.tsx';
import { useRoom } from './use-room.ts';

const WAITING = [62, 88, 74];

/** All that is known of one order. */
export function OrderDrawer({ opened }: { readonly opened: OpenedOrder }) {
  const { orders } = useStores();
  const host = useHost();
  const title = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useRoom(panel);
  const { key, timeline } = opened;
  const order = useStore(orders, (state) => state.byKey[key] ?? state.history.orders.find((one) => one.key === key));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order has the keyboard as the first one had
  useEffect(() => title.current?.focus(), [key]);
  const isOver = order !== undefined && isFinal(order);
  useEffect(() => {
    // What could be done about it goes away with the button that was pressed, and the keyboard with it.
    const hasKeyboard = document.activeElement !== null && document.activeElement !== document.body;
    if (isOver && !hasKeyboard) title.current?.focus();
  }, [isOver]);
  if (order === undefined) return null;

  function close(): void {
    host.orders.close();
    document.querySelector<HTMLElement>(`[data-order="${CSS.escape(key)}"] .orders__open`)?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  }
  return (
    <aside
      ref={panel}
      className={`order-side order-side--${order.environment}`}
      aria-label={t('order.details')}
      onKeyDown={onKeyDown}
    >
      <header className="order-side__head">
        <h2 ref={title} tabIndex={-1} className="order-side__title">
          {t('order.details')} <Name>{order.symbol}</Name>
        </h2>
        <button type="button" className="button button--quiet" aria-label={t('order.close')} onClick={close}>
          <Icon name="close" size={16} />
        </button>
      </header>
      <div className="order-side__body">
        <Facts order={order} />
        {isFinal(order) ? null : <OrderChanges key={order.key} order={order} />}
        <h3 className="order-side__part">{t('order.timeline')}</h3>
        {timeline.phase.kind === 'failed' ? (
          <PanelFailure reason={failureText(timeline.phase.failure)} onRetry={() => host.orders.open(key)} />
        ) : timeline.value === null ? (
          <Skeleton widths={WAITING} />
        ) : (
          <Timeline steps={timeline.value} />
        )}
      </div>
    </aside>
  );
}

function Facts({ order }: { readonly order: DeskOrder }) {
  const amount = useOrderAmount();
  const { quote } = unitsOf(order.symbol);
  const why = whyText(order);
  return (
    <>
      {why === null ? null : <p className="order-why">{t('order.why', { why })}</p>}
      <dl className="order-facts">
        <Fact name={t('order.column.account')}>
          <EnvironmentMark environment={order.environment} /> <AccountName id={order.account} />
        </Fact>
        <Fact name={t('order.column.status')}>
          <OrderStatus order={order} />
        </Fact>
        <Fact name={t('order.column.side')}>
          <SideMark side={order.side} />{' '}
          <span translate={order.type === null ? 'no' : undefined}>{typeText(order)}</span>
          {order.timeInForce === null ? null : <span> · {t(`order.tif.${order.timeInForce}`)}</span>}
        </Fact>
        <Fact name={t('order.column.amount')}>
          <Quantity order={order} />
        </Fact>
        <Fact name={t('order.column.price')}>
          {formatPrice(order.price)} <Name>{order.price === null ? '' : quote}</Name>
        </Fact>
        {order.stopPrice === null ? null : (
          <Fact name={t('order.stop-price')}>
            {formatPrice(order.stopPrice)} <Name>{quote}</Name>
          </Fact>
        )}
        <Fact name={t('order.column.filled')}>
          <Filled order={order} />
        </Fact>
        <Fact name={t('order.average')}>
          {formatPrice(order.averagePrice)} <Name>{order.averagePrice === null ? '' : quote}</Name>
        </Fact>
        <Fact name={t('order.fee')}>
          {amount(order.fee?.amount ?? null)} <Name>{order.fee?.asset ?? ''}</Name>
        </Fact>
        <Fact name={t('order.created')}>{formatDayTime(order.createdAtMs)}</Fact>
        <Fact name={t('order.own-id')}>
          <CopyId id={order.clientOrderId} name={t('order.own-id')} />
        </Fact>
        <Fact name={t('order.exchange-id')}>
          <CopyId id={order.exchangeOrderId} name={t('order.exchange-id')} />
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
