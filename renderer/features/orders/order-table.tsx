import { useStore } from 'zustand';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useStores } from '../../stores/context.ts';
import { isFinal } from '../../stores/orders.ts';
import { formatDayTime, formatTime } from '../../ui/format.ts';
import { formatPrice } from './amount.ts';
import { AccountName, EnvironmentMark, Filled, Name, OrderStatus, Quantity, SideMark } from './order-parts.tsx';
import { ageText, typeText, unitsOf } from './order-text.ts';

const COLUMNS = ['time', 'account', 'symbol', 'side', 'type', 'price', 'amount', 'filled', 'status', 'age'] as const;

interface TableProps {
  readonly label: string;
  readonly orders: readonly DeskOrder[];
}

/** Orders, one line each, which opens all that is known of it. */
export function OrderTable({ label, orders }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="orders__frame" tabIndex={0} aria-label={label}>
      <table className="orders__table">
        <caption className="unseen">{label}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`cell--${column}`}>
                {t(`order.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderLine key={order.key} order={order} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OrderLine({ order }: { readonly order: DeskOrder }) {
  const stores = useStores();
  const host = useHost();
  const isOpened = useStore(stores.orders, (state) => state.opened?.key === order.key);
  const { quote } = unitsOf(order.symbol);
  return (
    <tr data-order={order.key} data-environment={order.environment} data-opened={isOpened}>
      <td className="cell--time">
        <button
          type="button"
          className="orders__open"
          aria-expanded={isOpened}
          title={formatDayTime(order.createdAtMs)}
          aria-label={t('order.open', { time: formatTime(order.createdAtMs), symbol: order.symbol })}
          onClick={() => (isOpened ? host.orders.close() : host.orders.open(order.key))}
        >
          {formatTime(order.createdAtMs)}
        </button>
      </td>
      <td className="cell--account">
        <EnvironmentMark environment={order.environment} /> <AccountName id={order.account} />
      </td>
      <td className="cell--symbol" translate="no">
        {order.symbol}
      </td>
      <td className="cell--side">
        <SideMark side={order.side} />
      </td>
      <td className="cell--type" translate={order.type === null ? 'no' : undefined}>
        {typeText(order)}
      </td>
      <td className="cell--price">
        {order.type === 'market' ? t('order.at-market') : formatPrice(order.price)}{' '}
        <Name className="unit">{order.price === null ? '' : quote}</Name>
      </td>
      <td className="cell--amount">
        <Quantity order={order} />
      </td>
      <td className="cell--filled">
        <Filled order={order} />
      </td>
      <td className="cell--status">
        <OrderStatus order={order} />
      </td>
      <td className="cell--age">{isFinal(order) ? ageText(order, order.updatedAtMs) : <Age order={order} />}</td>
    </tr>
  );
}

function Age({ order }: { readonly order: DeskOrder }) {
  return ageText(order, useHostSecond());
}
