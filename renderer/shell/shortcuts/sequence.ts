/** The second key of two must follow within this time. */
export const SEQUENCE_MS = 1_500;

export interface Pending {
  /** Keys pressed so far, as `g`; empty: none. */
  readonly keys: string;
  readonly atMs: number;
}

export const NO_KEYS: Pending = { keys: '', atMs: 0 };

export interface Step {
  readonly pending: Pending;
  /** The keys that are complete now; null: none. */
  readonly complete: string | null;
}

/** One press further: completes one of `known` (`g o`), begins one, or comes to nothing. */
export function press(before: Pending, chord: string, nowMs: number, known: readonly string[]): Step {
  const isFresh = before.keys !== '' && nowMs - before.atMs <= SEQUENCE_MS;
  const tries = isFresh ? [`${before.keys} ${chord}`, chord] : [chord];
  for (const keys of tries) {
    if (known.includes(keys)) return { pending: NO_KEYS, complete: keys };
    if (known.some((one) => one.startsWith(`${keys} `))) return { pending: { keys, atMs: nowMs }, complete: null };
  }
  return { pending: NO_KEYS, complete: null };
}
