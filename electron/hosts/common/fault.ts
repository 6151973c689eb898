import type { Log } from '../../engine/log.ts';

/** Exit code of a program that met a bug of its own (sysexits: software). */
export const EX_SOFTWARE = 70;
/** The end may hang on the very thing that broke. */
const HARD_END_MS = 8_000;

export interface FaultParts {
  readonly log: Log;
  /** Stops all trading, on disk before it returns, and leaves a line in the audit; null: nothing runs that could trade. */
  readonly halt: () => ((what: string) => void) | null;
  /** Begins an orderly end. */
  readonly stop: () => void;
  /** Ends the process now, with this code. */
  readonly kill: (code: number) => void;
  readonly after: (ms: number, act: () => void) => void;
}

/**
 * What to do about an error that nobody expected: what was under way is not known any more, so nothing may go on. The
 * first one halts, is told in one sentence, and ends the process; what comes after it is its consequence.
 */
export function faultStop(parts: FaultParts): (error: unknown) => void {
  let isEnding = false;
  return (error) => {
    if (isEnding) return;
    isEnding = true;
    parts.after(HARD_END_MS, () => parts.kill(EX_SOFTWARE));
    const what = nameOf(error);
    const isHalted = tried(() => parts.halt()?.(what));
    tried(() => parts.log.error('unexpected error', { what, isHalted }));
    if (!tried(() => parts.stop())) parts.kill(EX_SOFTWARE);
  };
}

function tried(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

// Kind, code and place alone: a message may hold whatever was being worked on.
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { readonly code?: unknown };
  const place = /([\w.-]+\.[cm]?[jt]s:\d+)/.exec(error.stack?.split('\n').slice(1).join('\n') ?? '')?.[1];
  return [error.name, typeof code === 'string' ? code : null, place === undefined ? null : `at ${place}`]
    .filter((part) => part !== null)
    .join(' ')
    .slice(0, 120);
}
