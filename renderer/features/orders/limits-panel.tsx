import { useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Account } from '../../../shared/model/account.ts';
import type { Decimal } from '../../../shared/model/decimal.ts';
import type { LimitsView } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useHostSecond, useStores } from '../../stores/context.ts';
import { limitsOf } from '../../stores/orders.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatLeft } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { useOrderAmount } from './amount.ts';
import { CurrencyEdit } from './currency-edit.tsx';
import { currencyName } from './order-text.ts';
import { EnvironmentMark, Name } from './order-parts.tsx';
import { LimitEdit } from './limit-edit.tsx';
import { limitNames, limitText } from './limit-values.ts';

const WAITING = [80, 70, 75];

/** What its user allows themselves, account by account. */
export function LimitsPanel() {
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  return (
    <Panel title={t('own-limits.title')}>
      <p className="orders__about">{t('own-limits.text')}</p>
      {list.length === 0 ? <PanelMessage>{t('orders.no-account')}</PanelMessage> : null}
      <div className="own-limits">
        {list.map((account) => (
          <AccountLimits key={account.id} account={account} />
        ))}
      </div>
    </Panel>
  );
}

function AccountLimits({ account }: { readonly account: Account }) {
  const { orders } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const titleId = useId();
  const { phase, value } = useStore(orders, (state) => limitsOf(state, account.id));
  useEffect(() => {
    if (isOpen) host.orders.loadLimits(account.id);
  }, [host, account.id, isOpen]);
  return (
    <section className={`own-limits__account own-limits__account--${account.environment}`} aria-labelledby={titleId}>
      <h3 className="own-limits__name" id={titleId}>
        <EnvironmentMark environment={account.environment} /> <Name>{account.label}</Name>
      </h3>
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.orders.loadLimits(account.id)} />
      ) : value === null ? (
        <Skeleton widths={WAITING} />
      ) : (
        <Values view={value} />
      )}
    </section>
  );
}

function Values({ view }: { readonly view: LimitsView }) {
  const amount = useOrderAmount();
  const [editing, setEditing] = useState<string | null>(null);
  const { limits, pending, usedTodayQuote } = view;
  const money = (value: Decimal): string =>
    t('own-limits.amount', { amount: amount(value), currency: currencyName(limits.currency) });
  return (
    <dl className="own-limits__values">
      <div data-limit="currency">
        <dt>{t('own-limits.currency')}</dt>
        <dd>
          <span className="own-limits__value" translate="no">
            {currencyName(limits.currency)}
          </span>
          {pending === null || pending.limits.currency === limits.currency ? null : (
            <Pending value={currencyName(pending.limits.currency)} fromMs={pending.fromMs} />
          )}
          {editing === 'currency' ? null : (
            <button
              type="button"
              className="button button--quiet"
              aria-label={t('own-limits.change', { name: t('own-limits.currency') })}
              onClick={() => setEditing('currency')}
            >
              {t('own-limits.change.short')}
            </button>
          )}
        </dd>
        {editing === 'currency' ? (
          <dd className="own-limits__edit">
            <CurrencyEdit view={view} onDone={() => setEditing(null)} />
          </dd>
        ) : null}
      </div>
      {limitNames.map((name) => {
        const waiting = pending !== null && pending.limits[name] !== limits[name] ? pending : null;
        return (
          <div key={name} data-limit={name}>
            <dt>{t(`own-limits.${name}`)}</dt>
            <dd>
              <span className="own-limits__value">{limitText(name, limits[name], money)}</span>
              {name === 'maxDayQuote' ? (
                <span className="own-limits__used">
                  {usedTodayQuote === null
                    ? t('own-limits.used.unknown')
                    : t('own-limits.used', { amount: amount(usedTodayQuote) })}
                </span>
              ) : null}
              {waiting === null ? null : (
                <Pending value={limitText(name, waiting.limits[name], money)} fromMs={waiting.fromMs} />
              )}
              {editing === name ? null : (
                <button
                  type="button"
                  className="button button--quiet"
                  aria-label={t('own-limits.change', { name: t(`own-limits.${name}`) })}
                  onClick={() => setEditing(name)}
                >
                  {t('own-limits.change.short')}
                </button>
              )}
            </dd>
            {editing === name ? (
              <dd className="own-limits__edit">
                <LimitEdit name={name} view={view} onDone={() => setEditing(null)} />
              </dd>
            ) : null}
          </div>
        );
      })}
    </dl>
  );
}

function Pending({ value, fromMs }: { readonly value: string; readonly fromMs: number }) {
  const nowMs = useHostSecond();
  return (
    <span className="own-limits__pending" role="status">
      {t('own-limits.pending', { value, time: formatLeft(fromMs - nowMs) })}
    </span>
  );
}
