import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { isFinal } from '../../stores/orders.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Pick } from '../../ui/pick.tsx';
import { EnvironmentMark, Name, NotDone } from './order-parts.tsx';
import { useAct } from '../../ui/use-act.ts';

const EVERY = '';

/** Cancels everything of one account, or of one symbol of it; asks first. */
export function CancelAll() {
  const isOpen = useIsOpen();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button" disabled={!isOpen} onClick={() => setAsking(true)}>
        {t('orders.cancel-all')}
      </button>
      {isAsking ? (
        <Dialog label={t('orders.cancel-all')} className="ask" onClose={() => setAsking(false)}>
          <Asked onClose={() => setAsking(false)} />
        </Dialog>
      ) : null}
    </>
  );
}

function Asked({ onClose }: { readonly onClose: () => void }) {
  const { accounts, orders } = useStores();
  const host = useHost();
  const act = useAct();
  const id = useId();
  const list = useStore(accounts, (state) => state.list);
  const byKey = useStore(orders, (state) => state.byKey);
  const living = Object.values(byKey).filter((order) => !isFinal(order));
  const [picked, setAccount] = useState(living[0]?.account ?? list[0]?.id ?? '');
  const [symbol, setSymbol] = useState(EVERY);
  const account = list.find((one) => one.id === picked);
  const own = living.filter((order) => order.account === picked);
  const count = own.filter((order) => symbol === EVERY || order.symbol === symbol).length;
  const symbols = [...new Set(own.map((order) => order.symbol))];
  if (account === undefined) return <p className="ask__text">{t('orders.no-account')}</p>;

  function run(): void {
    void act
      .run(() => host.orders.cancelAll(picked, symbol === EVERY ? null : symbol))
      .then((done) => {
        if (done) onClose();
      });
  }
  return (
    <div className="ask__sheet">
      <h2 className="ask__title">{t('orders.cancel-all')}</h2>
      <div className="ask__line">
        <span id={`${id}-a`}>{t('order.column.account')}</span>
        <Pick
          ids={{ nameId: `${id}-a`, hintId: undefined }}
          value={picked}
          options={[]}
          groups={[{ name: t('orders.accounts'), options: list.map((one) => ({ value: one.id, label: one.label })) }]}
          onPick={(next) => {
            setAccount(next);
            setSymbol(EVERY);
          }}
        />
      </div>
      <div className="ask__line">
        <span id={`${id}-s`}>{t('order.column.symbol')}</span>
        <Pick
          ids={{ nameId: `${id}-s`, hintId: undefined }}
          value={symbol}
          options={[{ value: EVERY, label: t('orders.every-symbol') }]}
          groups={[{ name: t('orders.symbols'), options: symbols.map((one) => ({ value: one, label: one })) }]}
          onPick={setSymbol}
        />
      </div>
      <p className="ask__text">
        <EnvironmentMark environment={account.environment} /> <Name>{account.label}</Name>{' '}
        {t('orders.cancel-all.text', { count })}
      </p>
      <NotDone failure={act.failure} />
      <div className="ask__buttons">
        <button type="button" className="button button--danger" disabled={act.isBusy} onClick={run}>
          {t('orders.cancel-all.do')}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {t('action.cancel')}
        </button>
      </div>
    </div>
  );
}
