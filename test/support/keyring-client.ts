import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SecretStoreView } from '../../shared/model/vault.ts';
import type { KeyringCall, Opened } from './keyring.ts';

type Line =
  | ({ readonly kind: 'opened' } & Opened)
  | { readonly kind: 'changed'; readonly view: SecretStoreView }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown };

/** The store in a process of its own, called over lines of JSON. */
export class KeyringClient {
  readonly opened: Promise<Opened>;
  /** Every change of the view since it opened. */
  readonly changes: SecretStoreView[] = [];
  readonly #process: ChildProcess;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #watchers = new Set<() => void>();
  #calls = 0;

  constructor(env: NodeJS.ProcessEnv, dataFolder: string) {
    const script = join(import.meta.dirname, 'keyring-child.ts');
    this.#process = spawn(process.execPath, [script, dataFolder], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    this.opened = new Promise((resolve, reject) => {
      this.#process.once('exit', () => reject(new Error('the keychain client ended')));
      if (this.#process.stdout === null) return;
      createInterface({ input: this.#process.stdout }).on('line', (text) => {
        const line: Line = JSON.parse(text);
        if (line.kind === 'opened') resolve(line);
        else this.#take(line);
      });
    });
    this.opened.catch(() => undefined);
  }

  call(op: KeyringCall['op'], name?: string, value?: string): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    this.#process.stdin?.write(`${JSON.stringify({ id, op, name, value })}\n`);
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** Resolves with the first view, of those told, that has the state. */
  async reached(state: SecretStoreView['state']): Promise<SecretStoreView> {
    for (;;) {
      const view = this.changes.find((change) => change.state === state);
      if (view !== undefined) return view;
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  /** Has it end by itself; resolves with its exit code, null after a patience of five seconds. */
  async leave(): Promise<number | null> {
    const gone = once(this.#process, 'exit');
    void this.call('leave');
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 5_000).unref());
    const left = await Promise.race([gone, late]);
    return left === null ? null : (left[0] as number | null);
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await gone;
  }

  #take(line: Exclude<Line, { readonly kind: 'opened' }>): void {
    if (line.kind === 'answer') return this.#answers.get(line.id)?.(line.result);
    this.changes.push(line.view);
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}
