import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contract/failure.ts';
import type { Account } from '../../shared/model/account.ts';
import type { Connection, HostTrouble, PracticeState } from '../../shared/model/host.ts';
import { LOADING, type Phase } from './phase.ts';

export interface AccountsState {
  readonly phase: Phase;
  readonly list: readonly Account[];
}

export interface ConnectionsState {
  readonly phase: Phase;
  readonly list: readonly Connection[];
}

export interface PracticeSlice {
  readonly phase: Phase;
  /** Null until known, and where the host has no practice exchanges. */
  readonly state: PracticeState | null;
}

/** A command the host refused; shown until dismissed. */
export interface Refusal {
  readonly id: string;
  readonly failure: Failure;
  /** It was a choice that holds on this page but is not kept. */
  readonly isChoice?: boolean;
}

export interface TroublesState {
  readonly troubles: readonly HostTrouble[];
  readonly refusals: readonly Refusal[];
}

export type AccountsStore = StoreApi<AccountsState>;
export type ConnectionsStore = StoreApi<ConnectionsState>;
export type PracticeStore = StoreApi<PracticeSlice>;
export type TroublesStore = StoreApi<TroublesState>;

export function createAccountsStore(): AccountsStore {
  return createStore(() => ({ phase: LOADING, list: [] }));
}

export function createConnectionsStore(): ConnectionsStore {
  return createStore(() => ({ phase: LOADING, list: [] }));
}

export function createPracticeStore(): PracticeStore {
  return createStore(() => ({ phase: LOADING, state: null }));
}

export function createTroublesStore(): TroublesStore {
  return createStore(() => ({ troubles: [], refusals: [] }));
}

/** One is over, or was put away on this or another page. */
export function withoutTrouble(id: string): (state: TroublesState) => Pick<TroublesState, 'troubles'> {
  return ({ troubles }) => ({ troubles: troubles.filter((trouble) => trouble.id !== id) });
}
