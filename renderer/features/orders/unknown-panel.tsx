import type { DeskOrder } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen } from '../../stores/context.ts';
import { formatLeft, formatTime } from '../../ui/format.ts';
import { formatPrice } from './amount.ts';
import { AccountName, EnvironmentMark, Name, NotDone, Quantity, SideMark } from './order-parts.tsx';
import { typeText, whyText } from './order-text.ts';
import { useAct } from '../../ui/use-act.ts';

/** Orders of which nobody knows yet what became of them: said first and loudest, never sent again. */
export function UnknownPanel({ orders }: { readonly orders: readonly DeskOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <section className="unknown" aria-label={t('orders.unknown')}>
      <h2 className="unknown__title">{t('orders.unknown.count', { count: orders.length })}</h2>
      <p className="unknown__text">{t('orders.unknown.text')}</p>
      <ul>
        {orders.map((order) => (
          <UnknownOrder key={order.key} order={order} />
        ))}
      </ul>
    </section>
  );
}

function UnknownOrder({ order }: { readonly order: DeskOrder }) {
  const host = useHost();
  const why = whyText(order);
  return (
    <li className="unknown__order" data-unknown={order.key}>
      <p className="unknown__what">
        <EnvironmentMark environment={order.environment} /> <AccountName id={order.account} />
        <SideMark side={order.side} />
        <strong>
          <Quantity order={order} />
        </strong>
        <Name>{order.symbol}</Name> <span>{typeText(order)}</span>
        {order.price === null ? null : <span>{t('order.at', { price: formatPrice(order.price) })}</span>}
        <button type="button" className="button button--quiet" onClick={() => host.orders.open(order.key)}>
          {t('order.sent-at', { time: formatTime(order.createdAtMs) })}
        </button>
      </p>
      {why === null ? null : <p className="unknown__why">{t('order.unknown.why', { why })}</p>}
      {order.lookUp?.wantsHuman === true ? <Question order={order} /> : <LookingUp order={order} />}
    </li>
  );
}

function LookingUp({ order }: { readonly order: DeskOrder }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const nowMs = useHostSecond();
  const { tries = 0, nextAtMs = null } = order.lookUp ?? {};
  const exchange = t(`exchange.${order.exchange}`);
  const isNow = nextAtMs === null || nextAtMs <= nowMs;
  return (
    <div className="unknown__doing">
      <span>{t('order.look-up.tries', { exchange, count: tries })}</span>
      <strong className="unknown__next">
        {isNow ? t('order.look-up.now') : t('order.look-up.next', { time: formatLeft(nextAtMs - nowMs) })}
      </strong>
      <button
        type="button"
        className="button"
        disabled={!isOpen || act.isBusy}
        onClick={() => void act.run(() => host.orders.lookUp(order.key))}
      >
        {t('order.look-now')}
      </button>
      <NotDone failure={act.failure} />
    </div>
  );
}

/** Looking is over without proof: only a person can say. */
function Question({ order }: { readonly order: DeskOrder }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const exchange = t(`exchange.${order.exchange}`);
  return (
    <fieldset className="unknown__question" disabled={!isOpen || act.isBusy}>
      <legend>{t('order.question', { exchange })}</legend>
      <p>
        {t('order.question.text', { exchange })}{' '}
        {order.clientOrderId === null ? null : <code translate="no">{order.clientOrderId}</code>}
      </p>
      <div className="unknown__answers">
        {(['placed', 'not-placed'] as const).map((decision) => (
          <button
            key={decision}
            type="button"
            className="button"
            onClick={() => void act.run(() => host.orders.decide(order.key, decision))}
          >
            {t(`order.decide.${decision}`)}
          </button>
        ))}
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void act.run(() => host.orders.lookUp(order.key))}
        >
          {t('order.look-now')}
        </button>
      </div>
      <NotDone failure={act.failure} />
    </fieldset>
  );
}
