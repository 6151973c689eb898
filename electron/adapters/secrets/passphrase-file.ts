import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { RawDone, RawRead, RawStore, Trouble } from '../../engine/vault/guarded-store-ports.ts';
import { Secret } from '../../engine/vault/secret.ts';
import { keepPrivate } from '../stores/keep-private.ts';
import { freePlace } from '../stores/set-aside.ts';
import {
  type Parsed,
  type ScryptCost,
  type Seal,
  makeSeal,
  newHead,
  openText,
  parseSealed,
  sealText,
} from './sealed-text.ts';
import { writeWholeFile } from './whole-file.ts';

/** Items by name, as they come out of the file; no prototype, so that no name means anything else. */
type Items = Record<string, string>;

/** A file of items under a passphrase, opened. Items are read from the disk each time and not kept in memory. */
export interface PassphraseFile extends RawStore {
  /** Forgets the key. */
  close(): void;
}

/** Makes an empty file, over one that may be there. Fails with `storage`. */
export async function createPassphraseFile(
  path: string,
  passphrase: Secret,
  cost: ScryptCost,
): Promise<Result<PassphraseFile>> {
  const seal = await makeSeal(passphrase, newHead(cost));
  try {
    writeItems(path, seal, emptyItems());
  } catch (error) {
    return storage(`The passphrase file cannot be written: ${codeOf(error)}.`);
  }
  return ok(fileRaw(path, seal));
}

/**
 * Fails with `not-found`, `wrong-phrase` (file untouched), or `storage`: a damaged file is then set aside, one of a
 * form not known here is left where it is.
 */
export async function openPassphraseFile(
  path: string,
  passphrase: Secret,
  stamp: string,
): Promise<Result<PassphraseFile>> {
  if (!existsSync(path)) return fail({ kind: 'not-found', what: 'the passphrase file' });
  const parsed = readSealed(path);
  if (typeof parsed === 'string') return storage(`The passphrase file cannot be read: ${parsed}.`);
  if (parsed.kind === 'damaged') return setAside(path, stamp);
  if (parsed.kind === 'unknown-form') return storage('The passphrase file was made by another version of Headroom.');
  const seal = await makeSeal(passphrase, parsed.head);
  if (openText(parsed, seal) === null) return fail({ kind: 'wrong-phrase' });
  rmSync(`${path}.tmp`, { force: true });
  return ok(fileRaw(path, seal));
}

function setAside(path: string, stamp: string): Result<never> {
  const place = freePlace(`${path}.damaged-${stamp}`);
  try {
    renameSync(path, place);
  } catch (error) {
    return storage(`The passphrase file is damaged, and cannot be set aside: ${codeOf(error)}.`);
  }
  return storage(`The passphrase file is damaged. It was kept as ${basename(place)}; a new one can be made.`);
}

function fileRaw(path: string, seal: Seal): PassphraseFile {
  let isOpen = true;
  const change = (edit: (items: Items) => void): RawDone => {
    if (!isOpen) return CLOSED;
    const items = itemsOf(path, seal);
    if (typeof items === 'string') return trouble(items);
    edit(items);
    try {
      writeItems(path, seal, items);
      return { kind: 'done' };
    } catch (error) {
      return trouble(codeOf(error));
    }
  };
  return {
    kind: 'passphrase-file',
    hidesLock: false,
    asksUser: false,
    holdsProcess: false,
    get: async (name) => (isOpen ? readItem(itemsOf(path, seal), name) : CLOSED),
    set: async (name, value) => change((items) => value.use((text) => Object.assign(items, { [name]: text }))),
    remove: async (name) => change((items) => Reflect.deleteProperty(items, name)),
    close() {
      isOpen = false;
      seal.key.fill(0);
    },
  };
}

const CLOSED: Trouble = { kind: 'trouble', state: 'locked', detail: 'The passphrase file is closed.' };

function readItem(items: Items | string, name: string): RawRead {
  if (typeof items === 'string') return trouble(items);
  const value = items[name];
  return value === undefined ? { kind: 'none' } : { kind: 'value', value: new Secret(value) };
}

/** A text instead says why there are none; nothing is then written over the file. */
function itemsOf(path: string, seal: Seal): Items | string {
  const parsed = readSealed(path);
  if (typeof parsed === 'string') return parsed;
  if (parsed.kind !== 'sealed') return 'it was damaged while open';
  const text = openText(parsed, seal);
  if (text === null) return 'another one lies in its place';
  return Object.assign(emptyItems(), JSON.parse(text));
}

function writeItems(path: string, seal: Seal, items: Items): void {
  writeWholeFile(path, sealText(JSON.stringify(items), seal));
  keepPrivate(path, 0o600);
}

function readSealed(path: string): Parsed | string {
  try {
    return parseSealed(readFileSync(path, 'utf8'));
  } catch (error) {
    return codeOf(error);
  }
}

function emptyItems(): Items {
  return Object.create(null);
}

function trouble(words: string): Trouble {
  return { kind: 'trouble', state: 'failed', detail: `The passphrase file cannot be used: ${words}.` };
}

function storage(detail: string): Result<never> {
  return fail({ kind: 'storage', detail });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
