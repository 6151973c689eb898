import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import type { Failure, Result } from '../../shared/contract/failure.ts';
import type { AccountId, ExchangeId } from '../../shared/model/account.ts';
import type { PracticeState, WorkloadLevel } from '../../shared/model/host.ts';
import type { AccountTiers, RetentionSetting } from '../../shared/model/storage.ts';
import type { KeyId } from '../../shared/model/vault.ts';
import type { ActivityActions } from './activity.ts';
import type { AlertActions } from './alerts-actions.ts';
import type { InspectActions } from './inspect.ts';
import type { OrderActions } from './orders-actions.ts';
import type { Stores } from './stores.ts';
import { type ActionSource, addActions } from './actions.ts';

/** What a component may ask of the host; answers arrive in the stores. */
export interface HostActions {
  setWorkload(accounts: readonly AccountId[], level: WorkloadLevel): void;
  setExchange(exchange: PracticeState['exchanges'][number] & { readonly exchange: ExchangeId }): void;
  /** Asks for every snapshot again. */
  refresh(): void;
  /** Tries to reach a lost host at once. */
  retryNow(): void;
  /** Asks for the history of one bucket where it is not known yet. */
  wantSeries(key: string): void;
  readonly activity: ActivityActions;
  readonly inspect: InspectActions;
  readonly orders: OrderActions;
  readonly alerts: AlertActions;
  dismissTrouble(id: string): void;
  /** Asks for what is stored and how long it is kept. */
  loadStorage(): void;
  setRetention(retention: RetentionSetting): void;
  setTiers(tiers: AccountTiers): void;
  /** Removes requests older than so many days. */
  clearOut(keepDays: number): void;
  /** Shows the data folder in the system's file manager, where the host can. */
  openFolder(): void;
  /** Asks the host and hands the answer back; where the app is locked its user is asked for the passphrase first. */
  ask<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>>;
  /** Opens the app lock, and what waited for it goes on. Null: it is open. */
  unlock(passphrase: string): Promise<Failure | null>;
  /** The same by the system's own question. */
  unlockBySystem(): Promise<Failure | null>;
  /** Leaves the app locked; what waited for it is refused. */
  cancelUnlock(): void;
  loadKeys(): void;
  /** Has the exchanges asked what these keys may do. */
  checkKeys(keys: readonly KeyId[]): void;
  lockNow(): void;
  /** Its user is at work: puts the idle time of the lock back. */
  touchLock(): void;
}

export interface Ticker {
  subscribe(listener: () => void): () => void;
  /** This computer's time at the last tick, ms. */
  now(): number;
}

export interface App {
  readonly stores: Stores;
  readonly host: HostActions;
  readonly ticker: Ticker;
}

const AppContext = createContext<App | null>(null);
export const AppProvider = AppContext.Provider;

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('useApp outside AppProvider');
  return app;
}

export function useStores(): Stores {
  return useApp().stores;
}

export function useHost(): HostActions {
  return useApp().host;
}

/** Offers actions while the component is there. `source` must keep its identity: declare it outside. */
export function useActions(source: ActionSource): void {
  const { actions } = useStores();
  useEffect(() => addActions(actions, source), [actions, source]);
}

/** False while the host cannot be heard: nothing can be asked of it. */
export function useIsOpen(): boolean {
  const { link } = useStores();
  return useStore(link, (state) => state.status.kind === 'open');
}

/** This computer's time, ms, renewed four times a second for those who show it. */
export function useLocalNow(): number {
  const { ticker } = useApp();
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}

/** The host's time, ms: what every time stamp on the contract is in. */
export function useHostNow(): number {
  const { link } = useStores();
  return useLocalNow() + useStore(link, (state) => state.offsetMs);
}

/** The host's time to the full second: for what need not be drawn more often. */
export function useHostSecond(): number {
  const { ticker } = useApp();
  const { link } = useStores();
  const offsetMs = useStore(link, (state) => state.offsetMs);
  const second = (): number => Math.floor((ticker.now() + offsetMs) / 1_000) * 1_000;
  return useSyncExternalStore(ticker.subscribe, second);
}
