// One client of the keychain in a process of its own: keytar's connection cannot be made anew within one.
// Usage: node keyring-child.ts DATA_FOLDER; a line of JSON in is a call, a line of JSON out its answer.
import { lookup } from 'node:dns/promises';
import { createInterface } from 'node:readline';
import { createSecretStore } from '../../electron/adapters/secrets/secret-store.ts';
import { systemClock, systemRandom } from '../../electron/adapters/system-clock.ts';
import { Secret } from '../../electron/engine/vault/secret.ts';
import type { KeyringCall } from './keyring.ts';
import { timeCalls } from './timed-calls.ts';

const TURNS = 100;

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** True when the event loop turned and a thread of the pool was free. */
async function isAlive(): Promise<boolean> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  await lookup('localhost');
  return true;
}

const startedMs = performance.now();
const opening = createSecretStore({
  folder: process.argv[2] ?? '',
  clock: systemClock,
  random: systemRandom,
  cost: { N: 2 ** 14, r: 8, p: 1 },
});
const wasAliveFirst = await Promise.race([isAlive(), opening.then(() => false)]);
const store = await opening;
store.onChange((view) => say({ kind: 'changed', view }));
say({ kind: 'opened', view: store.view(), wasAliveFirst, tookMs: Math.round(performance.now() - startedMs) });

async function answer(call: KeyringCall): Promise<unknown> {
  const { op, name = '', value = '' } = call;
  switch (op) {
    case 'read': {
      const read = await store.read(name);
      return read.kind === 'found' ? { kind: 'found', value: read.value.use((text) => text) } : read;
    }
    case 'write':
      return store.write(name, new Secret(value));
    case 'remove':
      return store.remove(name);
    case 'makeFile':
      return store.makeFile(new Secret(value));
    case 'openFile':
      return store.openFile(new Secret(value));
    case 'retry':
      return store.retry();
    case 'view':
      return store.view();
    case 'isHeld':
      return store.isHeld();
    case 'leave':
      await store.close();
      return process.exit(0);
    case 'calls':
      return timeCalls(100);
    case 'isAlive':
      return isAlive();
  }
}

// Held open by its standard input; ends with it, at once even while a call hangs.
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const call: KeyringCall = JSON.parse(line);
  void answer(call).then((result) => say({ kind: 'answer', id: call.id, result }));
});
lines.on('close', () => process.kill(process.pid, 'SIGKILL'));
