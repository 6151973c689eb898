// Calls the keychain in a process of its own: libsecret keeps asking the service it first met, and a call that hangs
// holds its process. Whoever started it may kill it at any moment.
import { Secret } from '../../engine/vault/secret.ts';
import type { RawDone, RawRead } from '../../engine/vault/guarded-store-ports.ts';
import { keychainRaw } from './keychain.ts';
import { KeychainAsk, type KeychainResult, type KeychainSaid } from './keychain-line.ts';

/** The pipe of Electron's utility processes, which have no `process.send`. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const raw = keychainRaw({ platform: process.platform });
const { parentPort } = process as { readonly parentPort?: ParentPort };

function say(message: KeychainSaid): void {
  if (parentPort === undefined) process.send?.(message);
  else parentPort.postMessage(message);
}

function call(ask: KeychainAsk): Promise<RawRead | RawDone> {
  switch (ask.op) {
    case 'get':
      return raw.get(ask.name);
    case 'set':
      return raw.set(ask.name, new Secret(ask.text));
    case 'remove':
      return raw.remove(ask.name);
  }
}

function shown(result: RawRead | RawDone): KeychainResult {
  return result.kind === 'value' ? { kind: 'value', text: result.value.use((text) => text) } : result;
}

async function answer(message: unknown): Promise<void> {
  const ask = KeychainAsk.parse(message);
  say({ kind: 'answer', id: ask.id, result: shown(await call(ask)) });
}

if (parentPort === undefined) process.on('message', (message) => void answer(message));
else parentPort.on('message', ({ data }) => void answer(data));
// `process.exit` would wait for a call that hangs.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
say({ kind: 'ready' });
