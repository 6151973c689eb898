import type { RawStore } from '../../engine/vault/guarded-store-ports.ts';
import { Secret } from '../../engine/vault/secret.ts';

export interface MemoryRaw extends RawStore {
  readonly names: () => readonly string[];
}

/** Keeps items until the process ends. */
export function memoryRaw(): MemoryRaw {
  const items = new Map<string, Secret>();
  return {
    kind: 'memory',
    hidesLock: false,
    asksUser: false,
    holdsProcess: false,
    names: () => [...items.keys()],
    async get(name) {
      const value = items.get(name);
      return value === undefined ? { kind: 'none' } : { kind: 'value', value: copyOf(value) };
    },
    async set(name, value) {
      items.set(name, copyOf(value));
      return { kind: 'done' };
    },
    async remove(name) {
      items.delete(name);
      return { kind: 'done' };
    },
  };
}

/** Whoever holds a secret may wipe it, and that must not reach what is kept. */
function copyOf(value: Secret): Secret {
  return new Secret(value.use((text) => text));
}
