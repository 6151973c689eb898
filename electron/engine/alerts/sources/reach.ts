import { realmName } from '../../../../shared/model/account.ts';
import type { Connection } from '../../../../shared/model/host.ts';
import { judgeReach } from '../../probes/reach.ts';
import type { ExchangeStatus } from '../../probes/status-probe.ts';
import type { Observation } from '../observation.ts';

/** Offline, down and a wrong clock, from how well each exchange is reached and what it says of itself. */
export function reachObservations(
  connections: readonly Connection[],
  statuses: ReadonlyMap<string, ExchangeStatus>,
): readonly Observation[] {
  const reaches = judgeReach(connections);
  const offline: Observation = {
    kind: 'offline',
    subject: 'network',
    exchange: null,
    account: null,
    value: reaches.includes('offline'),
    facts: {},
    endsAtMs: null,
  };
  return [
    offline,
    ...connections.flatMap((connection, index) => ofOne(connection, reaches[index] ?? 'unknown', statuses)),
  ];
}

function ofOne(
  connection: Connection,
  reach: ReturnType<typeof judgeReach>[number],
  statuses: ReadonlyMap<string, ExchangeStatus>,
): readonly Observation[] {
  const { exchange, environment, clockOffsetMs } = connection;
  const realm = realmName(connection);
  const status = statuses.get(realm);
  const saysDown = status !== undefined && !status.isUp && reach !== 'offline';
  const about = { subject: realm, exchange, account: null, endsAtMs: null };
  const why = saysDown ? 'status' : reach;
  const isDown = reach === 'down' || reach === 'maintenance' || saysDown;
  const facts = { environment, why, ...(saysDown ? { detail: status.detail } : {}) };
  const down: Observation = { ...about, kind: 'exchange-down', value: isDown, facts };
  // A firewall closes a gate, which tells of it with its end.
  if (clockOffsetMs === null) return [down];
  const seconds = `${Math.round(clockOffsetMs / 1_000)}`;
  const clock: Observation = {
    ...about,
    kind: 'clock-wrong',
    value: Math.abs(clockOffsetMs),
    facts: { environment, seconds },
  };
  return [down, clock];
}

/** Maintenance further away than this is no news yet. */
const AHEAD_MS = 86_400_000;

/** Remembers what was announced, so that what is taken off the list, or has begun, is not ahead any more. */
export class MaintenanceSource {
  readonly #known = new Map<string, Map<string, Observation>>();

  forget(realm: string): void {
    this.#known.delete(realm);
  }

  observe(
    connection: Pick<Connection, 'exchange' | 'environment'>,
    status: ExchangeStatus,
    nowMs: number,
  ): readonly Observation[] {
    const realm = realmName(connection);
    const { exchange, environment } = connection;
    const next = new Map<string, Observation>();
    for (const { beginsAtMs, endsAtMs, title } of status.announced) {
      const subject = `${realm} ${beginsAtMs}`;
      const isAhead = beginsAtMs > nowMs && beginsAtMs - nowMs <= AHEAD_MS;
      const facts = { environment, title, startsAtMs: String(beginsAtMs) };
      next.set(subject, {
        kind: 'maintenance-ahead',
        subject,
        exchange,
        account: null,
        value: isAhead,
        facts,
        endsAtMs,
      });
    }
    const gone = [...(this.#known.get(realm)?.values() ?? [])].filter(({ subject }) => !next.has(subject));
    this.#known.set(realm, next);
    return [...next.values(), ...gone.map((seen) => ({ ...seen, value: false }))];
  }
}
