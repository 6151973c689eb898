import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountId } from '../../shared/model/account.ts';
import type { UsePoint } from '../../shared/model/activity.ts';
import type { Contributions, Marks } from '../../shared/model/spend.ts';
import type { Fits } from '../../shared/model/fits.ts';
import type { Stretch } from '../series/chart-frame.ts';
import { type Loaded, NOT_LOADED } from './loaded.ts';

export interface InspectedUse {
  readonly stepMs: number;
  readonly points: readonly UsePoint[];
}

/** What is known of the one limit that is open. */
export interface InspectState {
  readonly key: string | null;
  /** Card it was opened in: a shared limit stands in several. Null: its first account's. */
  readonly card: AccountId | null;
  /** Part of the span that is looked at; null: all of it, up to now. */
  readonly zoom: Stretch | null;
  readonly use: Loaded<InspectedUse>;
  /** A day or a week before, at the times of then. */
  readonly before: Loaded<InspectedUse>;
  readonly marks: Loaded<Marks>;
  readonly spend: Loaded<Contributions>;
  readonly fits: Loaded<Fits>;
}

export type InspectStore = StoreApi<InspectState>;

/** What the open limit asks of the host; answers arrive in the store. */
export interface InspectActions {
  /** Keeps everything about this limit up to date until the returned function is called. */
  watch(key: string, spanMs: number): () => void;
  setZoom(zoom: Stretch | null): void;
  retry(): void;
}

export const NOTHING_INSPECTED: InspectState = {
  key: null,
  card: null,
  zoom: null,
  use: NOT_LOADED,
  before: NOT_LOADED,
  marks: NOT_LOADED,
  spend: NOT_LOADED,
  fits: NOT_LOADED,
};

export function createInspectStore(): InspectStore {
  return createStore<InspectState>(() => NOTHING_INSPECTED);
}
