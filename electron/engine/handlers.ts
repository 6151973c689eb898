import { PROTOCOL } from '../../shared/contract/channels.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { type Failure, type Result, fail, ok } from '../../shared/contract/failure.ts';
import type { Capabilities, PracticeState } from '../../shared/model/host.ts';
import type { AccountBook } from './accounts/account-book.ts';
import { activityHandlers } from './activity-handlers.ts';
import type { Alerts } from './alerts/create-alerts.ts';
import type { Client } from './client/client.ts';
import { deskHandlers } from './desk/desk-handlers.ts';
import type { DeskService } from './desk/desk-service.ts';
import type { EngineOptions, EnginePorts } from './engine-types.ts';
import type { Connections } from './feed/connections.ts';
import type { Publisher } from './feed/publisher.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { Limiter } from './limiter/types.ts';
import type { KeptRetention } from './recorder/kept-retention.ts';
import { stored } from './stored.ts';
import type { Troubles } from './troubles.ts';
import { keyHandlers } from './vault/keys/key-handlers.ts';
import type { KeyPorts } from './vault/keys/key-ports.ts';
import type { KeyService } from './vault/keys/key-service.ts';
import { whatFits } from './what-fits.ts';

interface HandlerParts
  extends Omit<EnginePorts, 'keys' | 'desk' | 'alerts'>,
    Omit<EngineOptions, 'accounts' | 'capabilities'> {
  readonly capabilities: () => Capabilities;
  readonly accounts: AccountBook;
  readonly keys: KeyService;
  readonly desk: DeskService;
  readonly alerts: Alerts;
  readonly client: Client;
  readonly keyPorts: KeyPorts;
  readonly limiter: Limiter;
  readonly connections: Connections;
  readonly troubles: Troubles;
  readonly publisher: Publisher;
  readonly retention: KeptRetention;
  readonly settings: KeptSettings;
}

/** The engine's answer to every call of the contract. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { clock, limiter, recorder, accounts } = parts;
  return {
    'app.hello': ({ protocol }) => {
      if (protocol !== PROTOCOL) {
        return fail({ kind: 'unavailable', detail: `this host speaks protocol ${PROTOCOL}; reload the page` });
      }
      return ok({
        protocol: PROTOCOL,
        version: parts.version,
        ...(parts.versions === undefined ? {} : { versions: { ...parts.versions } }),
        capabilities: { ...parts.capabilities(), secretStore: parts.keyPorts.store.view().kind },
        nowMs: clock.now(),
        isPracticeOnly: accounts.list().every((account) => account.environment === 'practice'),
      });
    },
    'accounts.list': () => ok({ accounts: [...accounts.list()] }),
    'connections.snapshot': () => ok({ connections: parts.connections.snapshot() }),
    'limits.snapshot': () => ok({ buckets: [...limiter.snapshot()], gates: [...limiter.gates()] }),
    ...activityHandlers(parts),
    ...keyHandlers({
      keys: parts.keys,
      accounts,
      secrets: parts.keyPorts.store,
      auditLog: parts.keyPorts.auditLog,
      systemUnlock: parts.keyPorts.systemUnlock ?? null,
      beforeForget: (account) => parts.desk.deadMan.leaveAccount(account),
    }),
    ...deskHandlers({
      ...parts,
      unlocked: () => parts.keys.lock.pass(),
      note: (fact) => parts.keys.note(fact),
    }),
    ...parts.alerts.handlers,
    'limits.whatIf': ({ account }) => {
      if (accounts.find(account) === undefined) return fail({ kind: 'not-found', what: `account ${account}` });
      return stored(() => whatFits(parts, account));
    },
    'limits.history': ({ key, spanMs, points, offsetMs = 0 }) =>
      stored(async () => {
        const history = await recorder.useHistory(key, { untilMs: clock.now() - offsetMs, spanMs, points });
        return { stepMs: history.stepMs, points: [...history.points] };
      }),
    'latency.history': ({ spanMs, points, offsetMs = 0 }) =>
      stored(async () => {
        const history = await recorder.latencyHistory({ untilMs: clock.now() - offsetMs, spanMs, points });
        return {
          stepMs: history.stepMs,
          exchanges: history.exchanges.map((entry) => ({ ...entry, points: [...entry.points] })),
        };
      }),
    'practice.state': () => practiceState(parts),
    'practice.setWorkload': ({ account, level }) => {
      if (accounts.find(account) === undefined) return fail({ kind: 'not-found', what: `account ${account}` });
      parts.practice?.setWorkload(account, level);
      return announced(parts);
    },
    'practice.setExchange': (settings) => {
      parts.practice?.setExchange(settings);
      return announced(parts);
    },
    'host.troubles': () => ok({ troubles: parts.troubles.list() }),
    'host.dismiss': ({ trouble }) =>
      parts.troubles.dismiss(trouble) ? ok({}) : fail<Failure>({ kind: 'not-found', what: `trouble ${trouble}` }),
  };
}

function practiceState(parts: HandlerParts): Result<PracticeState> {
  if (parts.practice === null)
    return fail<Failure>({ kind: 'unavailable', detail: 'the practice exchanges are not running' });
  return ok(parts.practice.state());
}

function announced(parts: HandlerParts): Result<PracticeState> {
  const state = practiceState(parts);
  if (state.ok) parts.publisher.publish('practice.changed', state.value);
  return state;
}
