import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { AccountId, Environment } from '../../../shared/model/account.ts';
import type { DeskOrder, DeskStatus } from '../../../shared/model/desk.ts';
import type { OrderSide } from '../../../shared/model/order.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatShare } from '../../ui/format.ts';
import { useOrderAmount } from './amount.ts';
import { filledShare, plainFailure, quantityUnitOf } from './order-text.ts';

/** Each environment has a shape of its own beside its colour and word. */
const ENVIRONMENTS: Readonly<Record<Environment, ReactElement>> = {
  live: <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />,
  testnet: <path d="M1.5 1.5h9v9h-9z" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  practice: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 1.6" />
  ),
};

export function EnvironmentMark({ environment }: { readonly environment: Environment }) {
  return (
    <span className={`env env--${environment}`} title={t(`environment.${environment}.hint`)}>
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">
        {ENVIRONMENTS[environment]}
      </svg>
      {t(`environment.${environment}`)}
    </span>
  );
}

export function useAccountName(id: AccountId): string {
  const { accounts } = useStores();
  return useStore(accounts, (state) => state.list.find((one) => one.id === id)?.label ?? id);
}

export function AccountName({ id }: { readonly id: AccountId }) {
  return <Name>{useAccountName(id)}</Name>;
}

/** A name its giver chose: never translated. */
export function Name({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <span translate="no" className={className}>
      {children}
    </span>
  );
}

export function SideMark({ side }: { readonly side: OrderSide | null }) {
  if (side === null) return <span>{t('figure.none')}</span>;
  return (
    <span className={`side side--${side}`}>
      <svg width="9" height="9" viewBox="0 0 10 10" aria-hidden="true">
        <path d={side === 'buy' ? 'M5 1 9.5 9h-9z' : 'M5 9 .5 1h9z'} fill="currentColor" />
      </svg>
      {t(`order.side.${side}`)}
    </span>
  );
}

const STROKE = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 } as const;
const STATUSES: Readonly<Record<DeskStatus, ReactElement>> = {
  journaled: <path d="M3 2h6v8H3z" {...STROKE} />,
  sending: <path d="M2 6h7M6 3l3 3-3 3" {...STROKE} />,
  unknown: <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor" />,
  pending: <circle cx="6" cy="6" r="4" {...STROKE} strokeDasharray="2 2.2" />,
  open: <circle cx="6" cy="6" r="4" {...STROKE} />,
  'partially-filled': (
    <path d="M6 2a4 4 0 1 0 0 8z M6 2a4 4 0 1 1 0 8" {...STROKE} fill="currentColor" fillOpacity="0.5" />
  ),
  filled: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  cancelled: <path d="M2 6h8" {...STROKE} strokeWidth="2" />,
  rejected: <path d="M2 2l8 8M10 2l-8 8" {...STROKE} strokeWidth="2" />,
  expired: <path d="M3 1.5h6L3 10.5h6z" {...STROKE} />,
  'not-placed': <path d="M2.5 9.5l7-7M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9" {...STROKE} />,
};

export function OrderStatus({ order }: { readonly order: Pick<DeskOrder, 'status' | 'isCancelling' | 'isAmending'> }) {
  const { status, isCancelling, isAmending } = order;
  const doing = isCancelling ? t('order.doing.cancel') : isAmending ? t('order.doing.amend') : null;
  return (
    <span className={`order-status order-status--${status}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {STATUSES[status]}
      </svg>
      {doing ?? t(`order.status.${status}`)}
    </span>
  );
}

/** How much of it is filled, as a bar and in figures. */
export function Filled({ order }: { readonly order: DeskOrder }) {
  const amount = useOrderAmount();
  const share = filledShare(order);
  const filled = order.quantityUnit === 'quote' ? order.filledQuote : order.filledQuantity;
  return (
    <span className="filled">
      <span className="filled__figure">
        {amount(filled)}
        <span className="filled__share">{share === null ? '' : formatShare(share)}</span>
      </span>
      <progress className="filled__bar" max={1} value={share ?? 0} aria-label={t('order.filled')} />
    </span>
  );
}

/** An amount with its asset, each in its place so that columns line up. */
export function Quantity({ order }: { readonly order: DeskOrder }) {
  const amount = useOrderAmount();
  return (
    <>
      {amount(order.quantity)} <Name className="unit">{quantityUnitOf(order)}</Name>
    </>
  );
}

export function NotDone({ failure }: { readonly failure: Failure | null }) {
  if (failure === null) return null;
  return (
    <p className="not-done" role="alert">
      {t('refusal', { reason: plainFailure(failure) })}
    </p>
  );
}
