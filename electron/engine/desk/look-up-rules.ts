/**
 * When an order whose outcome is unknown is asked for, ms after the try before: soon at first, since most are there at
 * once; then as rarely as a person would.
 */
const DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
const LAST_DELAY_MS = 15_000;
const RARE_DELAY_MS = 60_000;
/** From this try on somebody must look, and we only look on. */
export const PATIENT_TRIES = 12;
/** After the request's validity ended: what a matching engine may still take (Binance: 10 s; rest-api.md, 2026-07), and a margin. */
const ENGINE_MS = 10_000;
const MARGIN_MS = 5_000;
/** Clean answers without the order, all after the last moment at which it could have been taken. */
const CLEAN_ANSWERS = 2;

/** Ms to wait before try number `tries` (from 0). */
export function delayMs(tries: number): number {
  if (tries >= PATIENT_TRIES) return RARE_DELAY_MS;
  return DELAYS_MS[tries] ?? LAST_DELAY_MS;
}

export function wantsHuman(tries: number): boolean {
  return tries >= PATIENT_TRIES;
}

/** Exchange time from which on an order that is not there cannot come any more. `serverMs`: when it left, at the latest. */
export function provableFromMs(serverMs: number, validForMs: number): number {
  return serverMs + validForMs + ENGINE_MS + MARGIN_MS;
}

/** When to look once more for an order that an answer without a name refused, ms; past the bound of proof by a little. */
export function secondLookAfterMs(validForMs: number): number {
  return provableFromMs(0, validForMs) + 1_000;
}

/** Whether enough clean "no such order" answers came to call it not placed. */
export function isProven(cleanAfterBound: number): boolean {
  return cleanAfterBound >= CLEAN_ANSWERS;
}
