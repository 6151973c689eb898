import { type FormEvent, useEffect, useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { TimeInForce } from '../../../shared/model/order.ts';
import type { TicketField } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { isHaltedFor } from '../../stores/orders.ts';
import { type DraftReading, needsPrice, readDraft, typesOf } from '../../stores/orders-draft.ts';
import { Choice } from '../../ui/choice.tsx';
import { AmountField } from './ticket-amount.tsx';
import { Breaches } from './ticket-breaches.tsx';
import { SymbolField } from './ticket-symbol.tsx';
import { DryRunLine, Judgement } from './ticket-judgement.tsx';
import { PriceField, StopPriceField } from './ticket-price.tsx';
import { NotDone } from './order-parts.tsx';

/** The fields of a ticket, each with what is wrong about it right beside it. */
export function TicketForm() {
  const { ticket, orders, accounts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const { draft, instrument, stage, judged } = useStore(ticket);
  const balances = useStore(orders, (state) => state.balances[draft.account]);
  const isHalted = useStore(orders, ({ desk }) => isHaltedFor(desk, draft.account));
  const account = useStore(accounts, (state) => state.list.find((one) => one.id === draft.account));
  const reading = useMemo(() => readDraft(draft, instrument, balances), [draft, instrument, balances]);
  const { symbol } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another instrument has prices of its own
  useEffect(() => host.orders.ticket.watch(), [host, draft.account, symbol]);

  const isRefused = judged.preflight?.breaches.some(({ weight }) => weight === 'refuse') === true;
  const canReview = reading.ticket !== null && isOpen && !isHalted && !isRefused && stage.kind === 'fill';
  const hasTime = draft.type === 'limit' || draft.type === 'stop-limit';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canReview) host.orders.ticket.review();
  }
  return (
    <form className="ticket__form" onSubmit={submit}>
      {isHalted ? (
        <p className="breach breach--refuse" role="alert">
          {t('ticket.halted')}
        </p>
      ) : null}
      <AccountField />
      <SymbolField key={draft.account} />
      <div className="ticket__line">
        <Choice
          label={t('order.column.side')}
          value={draft.side}
          options={(['buy', 'sell'] as const).map((value) => ({ value, label: t(`ticket.side.${value}`) }))}
          onChoose={(side) => host.orders.ticket.change({ side })}
        />
        <Choice
          label={t('order.column.type')}
          value={draft.type}
          options={typesOf(instrument, account).map((value) => ({ value, label: t(`order.type.${value}`) }))}
          onChoose={(type) => host.orders.ticket.change({ type })}
        />
      </div>
      <Breaches fields={SIDE_AND_TYPE} />
      {draft.type === 'stop-limit' ? <StopPriceField /> : null}
      {needsPrice(draft.type) ? <PriceField /> : null}
      <AmountField reading={reading} />
      {hasTime ? (
        <div className="ticket__line">
          <Choice
            label={t('ticket.time-in-force')}
            value={draft.timeInForce}
            options={TimeInForce.options.map((value) => ({ value, label: t(`order.tif.${value}`) }))}
            onChoose={(timeInForce) => host.orders.ticket.change({ timeInForce })}
          />
        </div>
      ) : null}
      <Breaches fields={TIME_IN_FORCE} />
      {account?.exchange === 'okx' ? <p className="ticket__free">{t('ticket.no-stop-limit')}</p> : null}
      <OwnIdField />
      <Breaches fields={NO_FIELD} />
      <Judgement />
      <div className="ticket__foot">
        <DryRunLine />
        {stage.kind === 'fill' ? <NotDone failure={stage.failure} /> : null}
        <div className="ticket__buttons">
          <p className="ticket__missing" role="status">
            {missingText(reading)}
          </p>
          <button
            type="button"
            className="button"
            disabled={reading.ticket === null || !isOpen}
            onClick={() => host.orders.ticket.dryRun()}
          >
            {t('ticket.dry-run')}
          </button>
          <button type="submit" className="button button--action" disabled={!canReview}>
            {stage.kind === 'asking' ? t('ticket.asking') : t('ticket.review')}
          </button>
        </div>
      </div>
    </form>
  );
}

const SIDE_AND_TYPE: readonly TicketField[] = ['side', 'type'];
const TIME_IN_FORCE: readonly TicketField[] = ['timeInForce'];
const NO_FIELD: readonly null[] = [null];

function missingText({ missing }: DraftReading): string {
  if (missing.length === 0) return '';
  const names = missing.map((field) => t(`ticket.missing.${field}`));
  return t('ticket.missing', { fields: names.join(t('ticket.missing.and')) });
}

function AccountField() {
  const { ticket, accounts } = useStores();
  const host = useHost();
  const id = useId();
  const value = useStore(ticket, (state) => state.draft.account);
  const list = useStore(accounts, (state) => state.list);
  return (
    <div className="ticket-field">
      <span className="ticket-field__head">
        <label htmlFor={id}>{t('order.column.account')}</label>
      </span>
      <select
        id={id}
        className="field ticket-field__input"
        value={value}
        onChange={(event) => host.orders.ticket.change({ account: event.currentTarget.value })}
      >
        {value === '' ? <option value="">{t('ticket.choose-account')}</option> : null}
        {(['live', 'testnet', 'practice'] as const).map((environment) => {
          const own = list.filter((account) => account.environment === environment);
          return own.length === 0 ? null : (
            <optgroup key={environment} label={t(`environment.${environment}`)}>
              {own.map((account) => (
                <option key={account.id} value={account.id} translate="no">
                  {account.label}
                </option>
              ))}
            </optgroup>
          );
        })}
      </select>
      <Breaches fields={ACCOUNT} />
    </div>
  );
}

/** For those who name their orders themselves; out of the way of everybody else. */
function OwnIdField() {
  const { ticket } = useStores();
  const host = useHost();
  const id = useId();
  const value = useStore(ticket, (state) => state.draft.clientOrderId);
  return (
    <details className="ticket__more">
      <summary>{t('ticket.more')}</summary>
      <div className="ticket-field">
        <span className="ticket-field__head">
          <label htmlFor={id}>{t('ticket.own-id')}</label>
        </span>
        <input
          id={id}
          className="field ticket-field__input"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={value}
          onChange={(event) => host.orders.ticket.change({ clientOrderId: event.currentTarget.value })}
        />
        <div className="ticket-field__notes">
          <p className="ticket__free">{t('ticket.own-id.hint')}</p>
        </div>
      </div>
    </details>
  );
}

const ACCOUNT: readonly TicketField[] = ['account'];
