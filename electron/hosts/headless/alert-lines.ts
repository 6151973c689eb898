import type { Alert } from '../../../shared/model/alert.ts';
import type { Engine } from '../../engine/engine-types.ts';

/** One that ended may come back for a while; not for as long as a service runs. */
const MOST_KNOWN = 2_000;

type Change = 'fired' | 'came-back' | 'cleared';

/**
 * Prints every alert as it fires, comes back and ends, one line of JSON each, whatever was chosen about telling: a line
 * in a journal wakes nobody. Returns what stops it.
 */
export function printAlerts(engine: Pick<Engine, 'subscribe' | 'handlers'>, print: (line: string) => void): () => void {
  const known = new Map<string, string>();
  void remember(engine, known);
  return engine.subscribe((name, payload) => {
    if (name !== 'alerts.changed') return;
    for (const alert of (payload as { readonly alerts: readonly Alert[] }).alerts) {
      const change = changeOf(alert, known.get(alert.id));
      known.set(alert.id, standingOf(alert));
      if (known.size > MOST_KNOWN) known.delete([...known.keys()][0] ?? '');
      if (change !== null) print(lineOf(alert, change));
    }
  });
}

// What an earlier run left open was printed by it.
async function remember(engine: Pick<Engine, 'handlers'>, known: Map<string, string>): Promise<void> {
  const snapshot = await engine.handlers['alerts.snapshot']({});
  if (!snapshot.ok) return;
  for (const alert of snapshot.value.alerts) if (!known.has(alert.id)) known.set(alert.id, standingOf(alert));
}

function standingOf({ state, repeats }: Alert): string {
  return `${state === 'cleared' ? 'cleared' : 'open'} ${repeats}`;
}

function changeOf(alert: Alert, before: string | undefined): Change | null {
  const now = standingOf(alert);
  if (before === now) return null;
  if (alert.state === 'cleared') return before === undefined ? null : 'cleared';
  return before === undefined ? 'fired' : 'came-back';
}

function lineOf(alert: Alert, change: Change): string {
  const { id, kind, severity, subject, exchange, account, changedAtMs, endsAtMs, facts } = alert;
  const at = new Date(changedAtMs).toISOString();
  return JSON.stringify({
    event: 'alert',
    at,
    change,
    severity,
    kind,
    id,
    exchange,
    account,
    subject,
    endsAtMs,
    facts,
  });
}
