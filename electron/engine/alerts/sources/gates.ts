import type { AccountId } from '../../../../shared/model/account.ts';
import type { AlertKind } from '../../../../shared/model/alert.ts';
import type { Gate, GateCause } from '../../../../shared/model/bucket.ts';
import type { Observation } from '../observation.ts';

const KIND_OF: Readonly<Record<GateCause, AlertKind>> = {
  'rate-limited': 'rate-limited',
  throttled: 'rate-limited',
  banned: 'banned',
  firewall: 'firewall',
  circuit: 'gate-closed',
  halt: 'gate-closed',
  maintenance: 'exchange-down',
};

/** What a gate that closed or opened means; it ends with the gate's own time. */
export function gateObservation(gate: Gate, isClosed: boolean, hasAccount: (id: AccountId) => boolean): Observation {
  const { cause, environment, code } = gate;
  const account = /\|account=([a-z0-9-]{1,64})(?:\||$)/.exec(gate.key)?.[1] ?? null;
  return {
    kind: KIND_OF[cause],
    subject: `${gate.key} ${cause}`,
    exchange: gate.exchange,
    account: account !== null && hasAccount(account) ? account : null,
    value: isClosed,
    facts: code === null ? { cause, environment } : { cause, environment, code },
    endsAtMs: gate.untilMs,
  };
}
