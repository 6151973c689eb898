import type { AccountId } from '../../../../shared/model/account.ts';
import type { AlertKind } from '../../../../shared/model/alert.ts';
import type { Gate, GateCause } from '../../../../shared/model/bucket.ts';
import type { Observation } from '../observation.ts';

/** Null: told by how the exchange is reached, once for all its gates. */
const KIND_OF: Readonly<Record<GateCause, AlertKind | null>> = {
  'rate-limited': 'rate-limited',
  throttled: 'rate-limited',
  banned: 'banned',
  firewall: 'firewall',
  circuit: 'gate-closed',
  halt: 'gate-closed',
  maintenance: null,
};

/** What a gate that closed or opened means; it ends with the gate's own time. */
export function gateObservations(
  gate: Gate,
  isClosed: boolean,
  hasAccount: (id: AccountId) => boolean,
): readonly Observation[] {
  const { cause, environment, code } = gate;
  const kind = KIND_OF[cause];
  if (kind === null) return [];
  const account = /\|account=([a-z0-9-]{1,64})(?:\||$)/.exec(gate.key)?.[1] ?? null;
  const seen: Observation = {
    kind,
    subject: `${gate.key} ${cause}`,
    exchange: gate.exchange,
    account: account !== null && hasAccount(account) ? account : null,
    value: isClosed,
    facts: code === null ? { cause, environment } : { cause, environment, code },
    endsAtMs: gate.untilMs,
  };
  return [seen];
}
