// What Headroom itself advises; rules of the exchanges are in their key-rules.ts.

export const DAY_MS = 24 * 60 * 60_000;

/** Use is looked at over this many days; a key known for less is not called unused. */
export const USE_DAYS = 30;

/** An expiry within this many days is said aloud. */
export const EXPIRY_SOON_DAYS = 14;

/** A lapse by a rule within this many days is a warning, before that a notice. */
export const LAPSE_SOON_DAYS = 3;

/** No exchange asks for it: what half a year of copies in backups, logs and old machines is worth a new key. */
export const ROTATE_AFTER_DAYS = 180;

/** Whole days from now to then, rounded towards now; never below 0. */
export function daysBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor((toMs - fromMs) / DAY_MS));
}
