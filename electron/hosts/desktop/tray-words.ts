import type { ShellFacts } from './tray-facts.ts';
import { closedGates, tightest, trayStateOf } from './tray-facts.ts';
import { alertCountWords, bucketWords, gateWords, shorten } from './shell-text.ts';
import { word } from './words.ts';

/** The state in words, the tightest limit, the first gate and the alerts; as much of it as fits. `nowMs`: wall time. */
export function tooltipOf(facts: ShellFacts, nowMs: number, chars: number): string {
  const [tight] = tightest(facts.buckets, 1);
  const [gate] = closedGates(facts.gates, nowMs);
  const lines = [
    word('tray.title', { state: word(`tray.${trayStateOf(facts, nowMs)}`) }),
    ...(facts.unacknowledged === 0 ? [] : [alertCountWords(facts.unacknowledged)]),
    ...(gate === undefined ? [] : [gateWords(gate, nowMs)]),
    ...(tight === undefined ? [] : [bucketWords(tight)]),
  ];
  return shorten(lines.join('\n'), chars);
}
