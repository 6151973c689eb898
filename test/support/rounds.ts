/**
 * How often a test repeats itself on ever new input: all rounds, and at FUZZ=quick — `npm run check`, which one waits
 * for — a quarter of them.
 */
export function roundsOf(all: number): number {
  return process.env['FUZZ'] === 'quick' ? Math.ceil(all / 4) : all;
}
