import type { ActivityBatch } from '../../engine/recorder/store.ts';
import type { ActivityFilter } from '../../../shared/model/activity-query.ts';
import type { MarkScope } from '../../engine/recorder/queries.ts';
import type { RetentionPolicy, Span } from '../../engine/recorder/types.ts';
import type { DataFolderError } from './data-folder.ts';

/** What the store's thread is asked. `prune` is one turn of several, so that other questions come in between. */
export type StoreQuestion =
  | { readonly op: 'append'; readonly batch: ActivityBatch }
  | { readonly op: 'useHistory'; readonly key: string; readonly span: Span }
  | { readonly op: 'latencyHistory'; readonly span: Span }
  | { readonly op: 'prune'; readonly policy: RetentionPolicy; readonly nowMs: number }
  | { readonly op: 'query'; readonly query: StoreQuery }
  | { readonly op: 'close' };

/** What it is asked beyond charts. */
export type StoreQuery =
  | { readonly about: 'contributions'; readonly key: string; readonly fromMs: number; readonly untilMs: number }
  | { readonly about: 'marks'; readonly scope: MarkScope; readonly span: Span }
  | { readonly about: 'rows'; readonly filter: ActivityFilter; readonly before: number | null; readonly limit: number }
  | { readonly about: 'histogram'; readonly filter: ActivityFilter; readonly points: number; readonly nowMs: number }
  | { readonly about: 'row'; readonly id: number }
  | {
      readonly about: 'endpointUse';
      readonly account: string;
      readonly fromMs: number;
      readonly untilMs: number | null;
    }
  | { readonly about: 'stats' };

export type StoreCall = StoreQuestion & { readonly id: number };

export type StoreAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };

/** First message of the thread. */
export type StoreOpened =
  | {
      readonly kind: 'opened';
      readonly lastRowId: number;
      readonly replaced: string | null;
      /** False: too large to be read whole at start. */
      readonly isChecked: boolean;
    }
  | { readonly kind: 'failed'; readonly error: string; readonly folderError: DataFolderError['kind'] | null };
