import { readFileSync } from 'node:fs';

// Electron's fuse wire: sentinel, version byte, length byte, then a byte for each fuse (docs/tutorial/fuses.md, 2026-08).
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const VERSION = 1;
const STATES: Readonly<Record<number, FuseState>> = { 48: 'off', 49: 'on', 114: 'removed', 144: 'inherit' };

export type FuseState = 'on' | 'off' | 'removed' | 'inherit';

/**
 * Every fuse Electron has, in the order of its wire, and what it has to be in a package. A fuse that Electron adds is
 * not decided on here, and fails the check until it is.
 */
export const DECIDED: readonly { readonly name: string; readonly state: 'on' | 'off' }[] = [
  { name: 'runAsNode', state: 'off' },
  { name: 'enableCookieEncryption', state: 'on' },
  { name: 'enableNodeOptionsEnvironmentVariable', state: 'off' },
  { name: 'enableNodeCliInspectArguments', state: 'off' },
  { name: 'enableEmbeddedAsarIntegrityValidation', state: 'on' },
  { name: 'onlyLoadAppFromAsar', state: 'on' },
  // No snapshot of our own: the main process keeps Node's.
  { name: 'loadBrowserProcessSpecificV8Snapshot', state: 'off' },
  { name: 'grantFileProtocolExtraPrivileges', state: 'off' },
  // Electron's default; the packager cannot set it yet.
  { name: 'wasmTrapHandlers', state: 'on' },
];

/** The states on each wire in a binary: two in a universal one. Throws when there is none, or it is of another version. */
export function readFuseWires(binary: Buffer): readonly (readonly FuseState[])[] {
  const wires: FuseState[][] = [];
  for (let at = binary.indexOf(SENTINEL); at !== -1; at = binary.indexOf(SENTINEL, at + 1))
    wires.push(wireAt(binary, at + SENTINEL.length));
  if (wires.length === 0) throw new Error('this binary has no fuse wire');
  return wires;
}

function wireAt(binary: Buffer, at: number): FuseState[] {
  if (binary[at] !== VERSION) throw new Error(`the fuse wire is of version ${binary[at]}, not ${VERSION}`);
  const bytes = binary.subarray(at + 2, at + 2 + (binary[at + 1] ?? 0));
  return [...bytes].map((byte) => {
    const state = STATES[byte];
    if (state === undefined) throw new Error(`the fuse wire holds the byte ${byte}`);
    return state;
  });
}

/** What is wrong with a wire; empty when each fuse is as decided. */
export function fuseFaults(wire: readonly FuseState[]): readonly string[] {
  const wrong = DECIDED.flatMap(({ name, state }, index) => {
    const found = wire[index] ?? 'missing';
    return found === state || found === 'removed' ? [] : [`${name} is ${found}, not ${state}`];
  });
  const unknown = wire.length > DECIDED.length ? [`${wire.length - DECIDED.length} fuses are not decided on`] : [];
  return [...wrong, ...unknown];
}

/** The same for a packaged binary. */
export function fuseFaultsOf(path: string): readonly string[] {
  return readFuseWires(readFileSync(path)).flatMap(fuseFaults);
}
