import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { DeskOrder, DeskStatus } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { CopyId } from './copy-id.tsx';
import { EnvironmentMark, Filled, Name, OrderStatus, Quantity, SideMark } from './order-parts.tsx';
import { plainFailure, whyText } from './order-text.ts';

/** What became of the ticket, and what can be done next. */
export function TicketResult() {
  const { ticket, orders } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const title = useRef<HTMLHeadingElement>(null);
  const { stage, intent } = useStore(ticket);
  const told = useStore(orders, (state) => (intent === null ? undefined : state.byKey[intent]));
  useEffect(() => title.current?.focus(), []);
  const order = stage.kind === 'done' ? (told ?? stage.order) : null;
  return (
    <div className="result" role="status">
      <h3
        className="result__title"
        ref={title}
        tabIndex={-1}
        data-result={order === null ? stage.kind : resultOf(order.status)}
      >
        {order === null ? titleOf(stage.kind) : t(`result.${resultOf(order.status)}`)}
      </h3>
      {order === null ? null : <Placed order={order} />}
      {stage.kind === 'refused' ? <p>{t('result.refused.text', { reason: plainFailure(stage.failure) })}</p> : null}
      {stage.kind === 'unsure' ? <p>{t('result.unsure.text')}</p> : null}
      {stage.kind === 'not-arrived' ? <p>{t('result.not-arrived.text')}</p> : null}
      <div className="ticket__buttons">
        {stage.kind === 'done' ? (
          <button type="button" className="button" onClick={() => host.orders.ticket.again()}>
            {t('result.again')}
          </button>
        ) : stage.kind === 'unsure' ? null : (
          <>
            <button type="button" className="button" onClick={() => host.orders.ticket.back()}>
              {t('review.back')}
            </button>
            <button
              type="button"
              className="button button--action"
              disabled={!isOpen}
              onClick={() => host.orders.ticket.review()}
            >
              {t('review.again')}
            </button>
          </>
        )}
        {order === null ? null : (
          <button
            type="button"
            className="button button--action"
            onClick={() => {
              host.orders.ticket.close();
              host.orders.open(order.key);
            }}
          >
            {t('result.details')}
          </button>
        )}
      </div>
    </div>
  );
}

function titleOf(kind: string): string {
  if (kind === 'unsure') return t('result.unsure');
  if (kind === 'not-arrived') return t('result.not-arrived');
  return t('result.refused');
}

type Result = 'on-its-way' | 'acknowledged' | 'ended' | 'refused' | 'unknown';

function resultOf(status: DeskStatus): Result {
  if (status === 'journaled' || status === 'sending') return 'on-its-way';
  if (status === 'unknown') return 'unknown';
  if (status === 'rejected' || status === 'not-placed') return 'refused';
  return status === 'cancelled' || status === 'expired' ? 'ended' : 'acknowledged';
}

function Placed({ order }: { readonly order: DeskOrder }) {
  const why = whyText(order);
  return (
    <>
      {order.status === 'unknown' ? <p>{t('result.unknown.text')}</p> : null}
      {why === null ? null : <p className="order-why">{t('order.why', { why })}</p>}
      <p className="review__summary">
        <EnvironmentMark environment={order.environment} /> <SideMark side={order.side} />{' '}
        <strong>
          <Quantity order={order} />
        </strong>{' '}
        <Name>{order.symbol}</Name>
      </p>
      <dl className="order-facts">
        <div>
          <dt>{t('order.column.status')}</dt>
          <dd>
            <OrderStatus order={order} />
          </dd>
        </div>
        <div>
          <dt>{t('order.column.filled')}</dt>
          <dd>
            <Filled order={order} />
          </dd>
        </div>
        <div>
          <dt>{t('order.own-id')}</dt>
          <dd>
            <CopyId id={order.clientOrderId} name={t('order.own-id')} />
          </dd>
        </div>
      </dl>
    </>
  );
}
