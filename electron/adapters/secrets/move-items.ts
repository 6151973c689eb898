import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { GuardedStore } from '../../engine/vault/guarded-store.ts';
import type { Secret } from '../../engine/vault/secret.ts';

/** Copies items one by one; each leaves the old place only after the new one has read it back. */
export async function moveItems(from: GuardedStore, names: readonly string[], to: GuardedStore): Promise<void> {
  for (const name of names) {
    const read = await from.peek(name);
    if (read.kind !== 'found') continue;
    const written = await to.write(name, read.value);
    if (written.ok) await from.remove(name);
  }
}

/**
 * Values of everything in memory and of what this folder put into the keychain. Fails with `secret-store` while a
 * keychain that is there cannot be asked: its keys would be left behind. One that is absent is not waited for.
 */
export async function takeItems(
  memory: GuardedStore,
  namesInMemory: readonly string[],
  keychain: GuardedStore | null,
): Promise<Result<ReadonlyMap<string, Secret>>> {
  const taken = new Map<string, Secret>();
  if (keychain !== null && keychain.condition.state !== 'absent') {
    for (const name of keychain.names) {
      const read = await keychain.peek(name);
      if (read.kind === 'unavailable') return leftBehind(read.state);
      if (read.kind === 'found') taken.set(name, read.value);
    }
  }
  for (const name of namesInMemory) {
    const read = await memory.peek(name);
    if (read.kind === 'found') taken.set(name, read.value);
  }
  return ok(taken);
}

/** Writes them all, each read back; stops at the first that cannot be kept. */
export async function putItems(items: ReadonlyMap<string, Secret>, to: GuardedStore): Promise<Result<null>> {
  for (const [name, value] of items) {
    const written = await to.write(name, value);
    if (!written.ok) return written;
  }
  return ok(null);
}

function leftBehind(state: 'locked' | 'absent' | 'stalled' | 'denied'): Result<never> {
  return fail({ kind: 'secret-store', state, detail: 'Keys in the keychain cannot be taken along now.' });
}
