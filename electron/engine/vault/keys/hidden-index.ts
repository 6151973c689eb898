import type { KeyIndex } from './key-record.ts';

/** An index that shows nothing of what it holds and takes what is new: a run on practice exchanges alone. */
export function hiddenIndex(index: KeyIndex): KeyIndex {
  return { accounts: () => [], keys: () => [], loose: () => [], apply: (change) => index.apply(change) };
}
