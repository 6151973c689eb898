import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { ExchangeId } from '../../shared/model/account.ts';
import type { GivenKey, NewKeyRequest } from '../../electron/practice/core/new-key.ts';
import { type HostProcess, startHost } from './host-process.ts';
import type { PrivateKeyring } from './keyring.ts';

export type OwnerAsk =
  | { readonly op: 'issue'; readonly exchange: ExchangeId; readonly request: NewKeyRequest }
  | { readonly op: 'first'; readonly exchange: ExchangeId }
  | { readonly op: 'delete' | 'used'; readonly exchange: ExchangeId; readonly apiKey: string };

export interface OwnerCall {
  readonly id: number;
  readonly ask: OwnerAsk;
}

/** The owner of the accounts on a host's practice exchanges, as on the exchanges' own sites. */
export class VaultOwner {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  readonly #gone: Promise<never>;
  #calls = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = new Promise((_, reject) => child.once('exit', () => reject(new Error('the host ended'))));
    this.#gone.catch(() => undefined);
    child.on('message', ({ id, answer }: { readonly id: number; readonly answer: unknown }) => {
      this.#answers.get(id)?.(answer);
      this.#answers.delete(id);
    });
  }

  async issue(exchange: ExchangeId, request: NewKeyRequest): Promise<GivenKey> {
    return (await this.#ask({ op: 'issue', exchange, request })) as GivenKey;
  }

  /** API key of the account that is there from the start. */
  async firstKey(exchange: ExchangeId): Promise<string> {
    return (await this.#ask({ op: 'first', exchange })) as string;
  }

  async delete(exchange: ExchangeId, apiKey: string): Promise<void> {
    await this.#ask({ op: 'delete', exchange, apiKey });
  }

  /** When the exchange last took a signature of this key; null: never. */
  async usedAtMs(exchange: ExchangeId, apiKey: string): Promise<number | null> {
    return (await this.#ask({ op: 'used', exchange, apiKey })) as number | null;
  }

  #ask(ask: OwnerAsk): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const answer = new Promise<unknown>((resolve) => this.#answers.set(id, resolve));
    this.#child.send({ id, ask } satisfies OwnerCall);
    return Promise.race([answer, this.#gone]);
  }
}

/** The host on the keyring's bus and data folder; `control` is said once on its stderr. */
export async function startVaultHost(
  keyring: PrivateKeyring,
  control = '',
): Promise<{ readonly host: HostProcess; readonly owner: VaultOwner }> {
  const script = join(import.meta.dirname, 'vault-host.ts');
  const env = { ...namedEnv(keyring), HEADROOM_CONTROL: control };
  const host = await startHost({ folder: keyring.dataFolder, env, script });
  return { host, owner: new VaultOwner(host.child) };
}

/** What a process needs to find the keyring. */
export function namedEnv({ env }: PrivateKeyring): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
