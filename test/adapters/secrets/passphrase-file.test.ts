import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createPassphraseFile,
  openPassphraseFile,
  type PassphraseFile,
} from '../../../electron/adapters/secrets/passphrase-file.ts';
import { STRONG_COST, parseSealed, sealText } from '../../../electron/adapters/secrets/sealed-text.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CHEAP = { N: 2 ** 14, r: 8, p: 1 };
const PASSPHRASE = new Secret('correct horse battery');
const WRONG = new Secret('incorrect horse');
const VALUE = 'a secret of some worth';
const STAMP = '2026-07-01';

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'secrets.hrs');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function made(): Promise<PassphraseFile> {
  const file = await createPassphraseFile(path, PASSPHRASE, CHEAP);
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  await file.value.set('a', new Secret(VALUE));
  return file.value;
}

async function valueIn(file: PassphraseFile, name: string): Promise<unknown> {
  const read = await file.get(name);
  return read.kind === 'value' ? read.value.use((text) => text) : read;
}

async function reopened(): Promise<PassphraseFile> {
  const file = await openPassphraseFile(path, PASSPHRASE, STAMP);
  if (!file.ok) throw new Error(JSON.stringify(file.failure));
  return file.value;
}

describe('a passphrase file', () => {
  it('gives back what it took, opened again', async () => {
    const file = await made();
    await file.set('b', new Secret('übergröße 😀'));
    await file.set('__proto__', new Secret('odd'));
    await file.remove('a');
    const again = await reopened();
    expect(await valueIn(again, 'a')).toEqual({ kind: 'none' });
    expect(await valueIn(again, 'toString')).toEqual({ kind: 'none' });
    expect(await valueIn(again, 'b')).toBe('übergröße 😀');
    expect(await valueIn(again, '__proto__')).toBe('odd');
  });

  it('shows no secret and no name, and is for its owner alone', async () => {
    const file = await made();
    await file.set('key-aaaaaaaa', new Secret(VALUE));
    const content = readFileSync(path);
    for (const text of [VALUE, 'key-aaaaaaaa', 'correct horse'])
      for (const form of [text, Buffer.from(text).toString('base64').slice(0, 12), Buffer.from(text).toString('hex')])
        expect(content.includes(form)).toBe(false);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['secrets.hrs']);
  });

  it('uses a fresh nonce for every write and a fresh salt for every file', async () => {
    const file = await made();
    const seen = new Set<string>();
    for (let write = 0; write < 5; write += 1) {
      await file.set('a', new Secret(VALUE));
      seen.add(readFileSync(path, 'utf8').split('\n')[1]?.slice(0, 16) ?? '');
    }
    expect(seen.size).toBe(5);
    const [head] = readFileSync(path, 'utf8').split('\n');
    await made();
    expect(readFileSync(path, 'utf8').split('\n')[0]).not.toBe(head);
  });

  it('is as strong as it says', () => {
    const text = sealText('{}', { cost: STRONG_COST, salt: Buffer.alloc(16), key: Buffer.alloc(32) });
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({
      cipher: 'aes-256-gcm',
      kdf: 'scrypt',
      N: 131_072,
      r: 8,
    });
  });

  it('refuses a wrong passphrase and stays as it was', async () => {
    await made();
    const before = readFileSync(path);
    expect(await openPassphraseFile(path, WRONG, STAMP)).toEqual({ ok: false, failure: { kind: 'wrong-phrase' } });
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['secrets.hrs']);
  });

  it('takes the same passphrase however the keyboard composed it', async () => {
    await createPassphraseFile(path, new Secret('größe der welt'), CHEAP);
    const opened = await openPassphraseFile(path, new Secret('gro\u0308ße der welt'.normalize('NFD')), STAMP);
    expect(opened.ok).toBe(true);
  });

  it('says that there is none', async () => {
    expect(await openPassphraseFile(path, PASSPHRASE, STAMP)).toMatchObject({ failure: { kind: 'not-found' } });
  });

  it('answers nothing once closed', async () => {
    const file = await made();
    file.close();
    expect(await file.get('a')).toMatchObject({ state: 'locked' });
    expect(await file.set('a', new Secret('x'))).toMatchObject({ state: 'locked' });
    expect(await valueIn(await reopened(), 'a')).toBe(VALUE);
  });
});

describe('a damaged file', () => {
  it('is set aside whole, whatever was changed or cut', async () => {
    await made();
    const whole = readFileSync(path);
    const damage = fc.oneof(
      fc.nat(whole.length - 1).map((at) => Buffer.from(whole.map((byte, place) => (place === at ? byte ^ 1 : byte)))),
      fc.nat(whole.length - 2).map((length) => Buffer.from(whole.subarray(0, length))),
    );
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        rmSync(folder, { recursive: true });
        folder = temporaryFolder();
        path = join(folder, 'secrets.hrs');
        writeFileSync(path, bytes);
        const opened = await openPassphraseFile(path, PASSPHRASE, STAMP);
        expect(opened).toMatchObject({
          ok: false,
          failure: { kind: 'storage', detail: expect.stringContaining('kept as') },
        });
        expect(readdirSync(folder)).toEqual([`secrets.hrs.damaged-${STAMP}`]);
        expect(readFileSync(join(folder, `secrets.hrs.damaged-${STAMP}`))).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('never takes the place of one set aside before', async () => {
    for (const text of ['first', 'second']) {
      writeFileSync(path, text);
      await openPassphraseFile(path, PASSPHRASE, STAMP);
    }
    expect(
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .sort(),
    ).toEqual(['first', 'second']);
  });

  it('is not written over while open', async () => {
    const file = await made();
    writeFileSync(path, 'something else');
    expect(await file.set('b', new Secret('x'))).toMatchObject({ kind: 'trouble', state: 'failed' });
    expect(readFileSync(path, 'utf8')).toBe('something else');
  });
});

describe('a header that was changed with its checksum', () => {
  const seal = { cost: CHEAP, salt: Buffer.alloc(16), key: Buffer.alloc(32) };
  const changes = [
    { name: 'another version', from: '"version":1', to: '"version":2' },
    { name: 'another cipher', from: 'aes-256-gcm', to: 'rot-13' },
    { name: 'hardly any work', from: '"N":16384', to: '"N":2' },
    { name: 'more memory than there is', from: '"N":16384', to: '"N":1073741824' },
    { name: 'work that is no power of two', from: '"N":16384', to: '"N":20000' },
  ];
  for (const { name, from, to } of changes) {
    it(`is left untouched: ${name}`, async () => {
      const [head = '', body = ''] = sealText('{}', seal).split('\n');
      const { createHash } = await import('node:crypto');
      const lines = `${head.replace(from, to)}\n${body}\n`;
      const content = `${lines}${createHash('sha256').update(lines).digest('hex')}\n`;
      expect(parseSealed(content)).toEqual({ kind: 'unknown-form' });
      writeFileSync(path, content);
      expect(await openPassphraseFile(path, PASSPHRASE, STAMP)).toMatchObject({ failure: { kind: 'storage' } });
      expect(readFileSync(path, 'utf8')).toBe(content);
    });
  }

  it('does not open with the right passphrase: it is authenticated', async () => {
    await made();
    const { createHash } = await import('node:crypto');
    const [head = '', body = ''] = readFileSync(path, 'utf8').split('\n');
    const lines = `${head.replace('"format"', ' "format"')}\n${body}\n`;
    writeFileSync(path, `${lines}${createHash('sha256').update(lines).digest('hex')}\n`);
    expect(await openPassphraseFile(path, PASSPHRASE, STAMP)).toMatchObject({ failure: { kind: 'wrong-phrase' } });
  });
});
