import type { SyntheticEvent } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { AccountCard } from './account-card.tsx';
import { Legend } from './legend.tsx';

const CARD_WIDTHS = [92, 78, 85, 64];
const CARDS_WHILE_LOADING = [1, 2, 3];

export function AccountList() {
  const { layout, limits, accounts } = useStores();
  const phase = useStore(limits, (state) => state.phase);
  const accountsPhase = useStore(accounts, (state) => state.phase);
  const cards = useStore(layout, (state) => state.accounts);
  const count = useStore(accounts, (state) => state.list.length);
  const host = useHost();
  const failed = [phase, accountsPhase].find((one) => one.kind === 'failed');
  const isLoading = phase.kind === 'loading' || accountsPhase.kind === 'loading' || (cards.length === 0 && count > 0);
  const hold = (event: SyntheticEvent<HTMLElement>): void => layout.setState({ isHeld: isBusy(event.currentTarget) });
  return (
    <section
      className="accounts"
      aria-label={t('accounts.label')}
      onPointerEnter={hold}
      onPointerLeave={hold}
      onFocus={hold}
      onBlur={hold}
    >
      {failed?.kind === 'failed' ? (
        <div className="panel account--failed">
          <PanelFailure reason={failureText(failed.failure)} onRetry={() => host.refresh()} />
        </div>
      ) : isLoading ? (
        CARDS_WHILE_LOADING.map((card) => (
          <div className="panel account account--loading" key={card}>
            <Skeleton widths={CARD_WIDTHS} />
          </div>
        ))
      ) : count === 0 ? (
        <Panel title={t('accounts.empty.title')}>
          <PanelMessage>
            <p>{t('accounts.empty.text')}</p>
            <p>
              <a className="button button--main" href="#/keys/add">
                {t('welcome.add')}
              </a>
            </p>
          </PanelMessage>
        </Panel>
      ) : (
        <>
          {cards.map((card) => (
            <AccountCard key={card.id} card={card} />
          ))}
          <Legend />
        </>
      )}
    </section>
  );
}

/** The pointer or the keyboard is at work in it: nothing may move under them. */
function isBusy(list: HTMLElement): boolean {
  return list.matches(':hover') || list.querySelector(':focus-visible') !== null;
}
