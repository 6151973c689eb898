import { type Action, actionGroups } from '../../stores/actions.ts';
import { fuzzy } from './fuzzy.ts';

export interface Found {
  readonly action: Action;
  /** Places of the letters of the title that were searched for. */
  readonly places: readonly number[];
}

/** A title counts more than the words beside it. */
const WORDS_SHARE = 0.5;

/** Useful actions that fit the query, best first; without a query all of them, by group. */
export function searchActions(actions: readonly Action[], query: string): readonly Found[] {
  const useful = actions.filter((action) => action.isUseful);
  if (query.trim() === '') {
    return actionGroups.flatMap((group) =>
      useful.filter((action) => action.group === group).map((action) => ({ action, places: [] })),
    );
  }
  return useful
    .flatMap((action) => {
      const inTitle = fuzzy(query, action.title);
      if (inTitle !== null) return [{ action, places: inTitle.places, score: inTitle.score }];
      const anywhere = fuzzy(query, `${action.title} ${action.words ?? ''}`);
      if (anywhere === null) return [];
      const places = anywhere.places.filter((place) => place < action.title.length);
      return [{ action, places, score: anywhere.score * WORDS_SHARE }];
    })
    .toSorted((a, b) => b.score - a.score || a.action.title.length - b.action.title.length);
}
