import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from './context.ts';

export const actionGroups = [
  'pages',
  'limits',
  'orders',
  'keys',
  'practice',
  'view',
  'settings',
  'activity',
  'alerts',
  'help',
] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Something its user can have done: one entry of the palette and, with keys, a line of the list of shortcuts. */
export interface Action {
  readonly id: string;
  readonly group: ActionGroup;
  readonly title: string;
  /** Further words it is found by. */
  readonly words?: string;
  /** `g o`: one key after the other; `mod+k`: together with Ctrl or ⌘. */
  readonly keys?: string;
  /** It would change something now. What would not is listed with its keys and offered nowhere. */
  readonly isUseful: boolean;
  readonly run: () => void;
}

/** Tells the actions as things stand; asked anew each time they are shown or a key is pressed. */
export type ActionSource = (app: App) => readonly Action[];

export interface ActionsState {
  readonly sources: readonly ActionSource[];
}

export type ActionsStore = StoreApi<ActionsState>;

export function createActionsStore(): ActionsStore {
  return createStore(() => ({ sources: [] }));
}

/** Adds what a part of the page can do, until the returned function is called. */
export function addActions(store: ActionsStore, source: ActionSource): () => void {
  store.setState(({ sources }) => ({ sources: [...sources, source] }));
  return () => store.setState(({ sources }) => ({ sources: sources.filter((one) => one !== source) }));
}

/** All there is, useful now or not. */
export function actionsOf(app: App): readonly Action[] {
  return app.stores.actions.getState().sources.flatMap((source) => source(app));
}
