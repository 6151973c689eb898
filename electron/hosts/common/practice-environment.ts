import type { Account, AccountId, ExchangeId } from '../../../shared/model/account.ts';
import type { PracticeState, WorkloadLevel } from '../../../shared/model/host.ts';
import type { ExchangeRequest } from '../../engine/http.ts';
import type { Client } from '../../engine/client/client.ts';
import { exchange } from '../../engine/exchanges/registry.ts';
import type { Hosts } from '../../engine/exchanges/definition.ts';
import type { PracticeControl } from '../../engine/practice-port.ts';
import type { KeyMaterial, Vault } from '../../engine/vault/vault.ts';
import { type PracticeClock, systemPracticeClock } from '../../practice/core/clock.ts';
import { createRandom } from '../../practice/core/random.ts';
import {
  type PracticeVenue,
  type PracticeWorld,
  type PracticeWorldOptions,
  startPracticeWorld,
} from '../../practice/practice-world.ts';
import type { WorkloadCall, WorkloadReply } from '../../practice/workload/types.ts';
import { Workload } from '../../practice/workload/workload.ts';

const FIRST_LEVELS: Readonly<Record<ExchangeId, WorkloadLevel>> = { binance: 'busy', okx: 'busy', kraken: 'calm' };

export interface PracticeAccountKey {
  readonly account: Account;
  readonly material: KeyMaterial;
}

/** The practice exchanges, an account on each, and bots that work on them through the app's own client. */
export interface PracticeEnvironment {
  readonly accounts: readonly Account[];
  readonly origins: ReadonlySet<string>;
  readonly control: PracticeControl;
  hosts(account: Account): Hosts | null;
  /** The key of each account, as the exchange issued it; it guards nothing. */
  readonly keys: readonly PracticeAccountKey[];
  /** Begins to work; the bots' calls go through this client. `bypassLimiter` is for tests of the practice exchanges. */
  work(client: Client, options?: { readonly bypassLimiter?: boolean }): void;
  stop(): Promise<void>;
}

export type StartWorld = (options: PracticeWorldOptions) => Promise<PracticeWorld>;

/** Starts the practice exchanges and an environment on them; `startWorld` lets tests keep hold of the exchanges. */
export async function startPracticeEnvironment(
  vault: Vault,
  seed: string,
  startWorld: StartWorld = startPracticeWorld,
): Promise<PracticeEnvironment> {
  return practiceEnvironmentOf({
    world: await startWorld({ seed }),
    vault,
    seed,
    clock: systemPracticeClock(),
  });
}

export interface PracticeEnvironmentParts {
  readonly world: PracticeWorld;
  readonly vault: Vault;
  readonly seed: string;
  /** The bots' own clock. */
  readonly clock: PracticeClock;
}

/** Accounts and bots on a practice world; its keys, which guard nothing, go into the vault's memory. */
export function practiceEnvironmentOf({ world, vault, seed, clock }: PracticeEnvironmentParts): PracticeEnvironment {
  const accounts = world.venues.map((venue) => accountOf(venue));
  for (const [index, venue] of world.venues.entries()) keepKey(vault, accounts[index], venue);
  const workloads = new Map<AccountId, Workload>();
  const levels = new Map<AccountId, WorkloadLevel>(accounts.map(({ id, exchange: name }) => [id, FIRST_LEVELS[name]]));

  return {
    accounts,
    keys: world.venues.flatMap((venue, index) => {
      const account = accounts[index];
      return account === undefined ? [] : [{ account, material: materialOf(venue) }];
    }),
    origins: new Set(world.venues.map((venue) => venue.origin)),
    control: {
      state: () => stateOf(world, levels),
      setWorkload(account, level) {
        levels.set(account, level);
        workloads.get(account)?.setLevel(level);
      },
      setExchange: (settings) => world.venues.find((venue) => venue.exchange === settings.exchange)?.apply(settings),
    },
    hosts(account) {
      const venue = world.venues.find((candidate) => candidate.exchange === account.exchange);
      if (account.environment !== 'practice' || venue === undefined) return null;
      return exchange(account.exchange).environments.practice(venue.origin, venue.socketOrigin);
    },
    work(client, { bypassLimiter = false } = {}) {
      for (const account of accounts) {
        const workload = new Workload({
          exchange: account.exchange,
          clock,
          random: createRandom(`${seed}/workload/${account.id}`),
          send: (call) => sendFor(client, account, call, bypassLimiter),
        });
        workloads.set(account.id, workload);
        workload.setLevel(levels.get(account.id) ?? 'off');
      }
    },
    async stop() {
      for (const workload of workloads.values()) workload.setLevel('off');
      await world.stop();
    },
  };
}

function accountOf(venue: PracticeVenue): Account {
  return {
    id: `practice-${venue.exchange}`,
    exchange: venue.exchange,
    environment: 'practice',
    label: `Practice ${exchange(venue.exchange).name}`,
    region: 'global',
    egress: 'default',
  };
}

function keepKey(vault: Vault, account: Account | undefined, venue: PracticeVenue): void {
  if (account === undefined) return;
  const kept = vault.keep(account.id, venue.exchange, materialOf(venue));
  if (!kept.ok) throw new Error(`the practice key of ${venue.exchange} is not usable: ${kept.failure.kind}`);
}

function materialOf(venue: PracticeVenue): KeyMaterial {
  const { apiKey, secret, passphrase } = venue.key;
  return { apiKey, secretText: secret, passphrase };
}

function stateOf(world: PracticeWorld, levels: ReadonlyMap<AccountId, WorkloadLevel>): PracticeState {
  return {
    workloads: [...levels].map(([account, level]) => ({ account, level })),
    exchanges: world.venues.map((venue) => venue.settings()),
  };
}

async function sendFor(
  client: Client,
  account: Account,
  call: WorkloadCall,
  bypassLimiter: boolean,
): Promise<WorkloadReply> {
  const { method, path, query, body, lane } = call;
  const request: ExchangeRequest = { method, path, query, body };
  const result = await client.send({ account, request, caller: 'workload', lane, withinMs: null, bypassLimiter });
  return result.ok ? { ok: true, json: result.value.reply.json } : { ok: false };
}
