import { useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { formatLeft } from '../../ui/format.ts';
import { Panel, Skeleton } from '../../ui/panel.tsx';
import { EnvironmentMark, Name, NotDone } from './order-parts.tsx';
import { useAct } from '../../ui/use-act.ts';

type DeadMan = DeskState['deadMan'][number];

const LEAST_S = 30;
const MOST_S = 3_600;
const USUAL_S = 60;
const WAITING = [70, 60];

/** Has the exchange cancel everything when it has not heard from Headroom for so long. */
export function DeadManPanel() {
  const { orders, accounts } = useStores();
  const switches = useStore(orders, (state) => state.desk?.deadMan ?? null);
  const list = useStore(accounts, (state) => state.list);
  return (
    <Panel title={t('dead-man.title')}>
      <p className="orders__about">{t('dead-man.text')}</p>
      <p className="orders__warning">{t('dead-man.warning')}</p>
      {switches === null ? (
        <Skeleton widths={WAITING} />
      ) : (
        <ul className="per-account">
          {list.map((account) => (
            <DeadManLine
              key={account.id}
              account={account}
              state={switches.find((one) => one.account === account.id)}
            />
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface LineProps {
  readonly account: Account;
  readonly state: DeadMan | undefined;
}

function DeadManLine({ account, state }: LineProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const id = useId();
  const [typed, setTyped] = useState(String(state?.timeoutS ?? USUAL_S));
  const seconds = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
  const isFine = seconds >= LEAST_S && seconds <= MOST_S;
  const isOn = state?.isOn === true;
  return (
    <li className="per-account__line" data-dead-man={account.id}>
      <span className="per-account__who">
        <EnvironmentMark environment={account.environment} /> <Name>{account.label}</Name>
      </span>
      {state === undefined || state.timeoutS === null ? (
        <span className="per-account__none">
          {account.exchange === 'binance' ? t('dead-man.binance') : t('dead-man.none')}
        </span>
      ) : (
        <>
          <span className="per-account__field">
            <label htmlFor={id}>{t('dead-man.after')}</label>
            <input
              id={id}
              className="field field--number"
              inputMode="numeric"
              value={typed}
              disabled={isOn}
              aria-invalid={!isFine}
              onChange={(event) => setTyped(event.currentTarget.value.trim())}
            />
            <span>{t('dead-man.seconds')}</span>
          </span>
          <strong className="per-account__state">
            {isOn ? <Fires atMs={state.firesAtMs} /> : t('settings.switch.off')}
          </strong>
          <button
            type="button"
            className="button"
            aria-label={
              isOn ? t('dead-man.off', { account: account.label }) : t('dead-man.on', { account: account.label })
            }
            disabled={!isOpen || act.isBusy || (!isOn && !isFine)}
            onClick={() => void act.run(() => host.orders.setDeadMan(account.id, !isOn, isFine ? seconds : USUAL_S))}
          >
            {isOn ? t('dead-man.switch-off') : t('dead-man.switch-on')}
          </button>
          {state.detail === null ? null : <Name className="per-account__detail">{state.detail}</Name>}
          {isFine ? null : (
            <p className="not-done" role="alert">
              {t('dead-man.bounds', { least: LEAST_S, most: MOST_S })}
            </p>
          )}
        </>
      )}
      <NotDone failure={act.failure} />
    </li>
  );
}

function Fires({ atMs }: { readonly atMs: number | null }) {
  const nowMs = useHostSecond();
  return atMs === null ? t('dead-man.arming') : t('dead-man.fires', { time: formatLeft(atMs - nowMs) });
}
