import { describe, expect, it } from 'vitest';
import { keychainRaw } from '../../../electron/adapters/secrets/keychain.ts';
import { troubleOf, wordsOf } from '../../../electron/adapters/secrets/keychain-words.ts';
import type { Keytar } from '../../../electron/adapters/secrets/load-keytar.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';

const meanings = [
  // libsecret over GLib and gnome-keyring 42.1, measured.
  { words: 'Cannot create an item in a locked collection', state: 'locked' },
  { words: 'The given address is empty', state: 'absent' },
  { words: 'Cannot autolaunch D-Bus without X11 $DISPLAY', state: 'absent' },
  { words: 'The name org.freedesktop.secrets was not provided by any .service files', state: 'absent' },
  { words: 'Could not connect: No such file or directory', state: 'absent' },
  { words: 'The name :1.7 was not provided by any .service files', state: 'stalled' },
  { words: 'Timeout was reached', state: 'stalled' },
  { words: 'Message recipient disconnected from message bus without replying', state: 'stalled' },
  { words: 'libsecret-1.so.0: cannot open shared object file: No such file or directory', state: 'absent' },
  // macOS, as SecCopyErrorMessageString puts them.
  { words: 'User canceled the operation.', state: 'denied' },
  { words: 'The user name or passphrase you entered is not correct.', state: 'denied' },
  { words: 'User interaction is not allowed.', state: 'locked' },
  { words: 'No keychain is available. You may need to restart your computer.', state: 'absent' },
  // Windows.
  { words: 'A specified logon session does not exist. It may already have been terminated.', state: 'absent' },
  { words: 'Access is denied.', state: 'denied' },
  { words: 'The stub received bad data.', state: 'failed' },
  { words: 'Something nobody has heard of', state: 'failed' },
] as const;

function keytarThat(answers: Partial<Keytar>): () => Promise<Keytar> {
  const unexpected = (): Promise<never> => Promise.reject(new Error('not expected'));
  const silent = { getPassword: unexpected, setPassword: unexpected, deletePassword: unexpected };
  return async () => ({ ...silent, ...answers });
}

describe('the system’s words', () => {
  for (const { words, state } of meanings)
    it(`mean ${state}: ${words}`, () => expect(troubleOf(words).state).toBe(state));

  const cleaned = [
    {
      name: 'secrets',
      given: 'cannot store hunter2, hunter2',
      secrets: ['hunter2'],
      clean: 'cannot store [secret], [secret]',
    },
    { name: 'folders of this machine', given: '/home/ann/app/keytar.node: no', secrets: [], clean: 'keytar.node: no' },
    { name: 'folders of Windows', given: 'C:\\Users\\ann\\keytar.node: no', secrets: [], clean: 'keytar.node: no' },
    { name: 'control characters', given: 'a\u001b[31m\nb\0c\u202ed', secrets: [], clean: 'a [31m b c d' },
    { name: 'nothing at all', given: '', secrets: [], clean: 'The keychain failed without saying why.' },
  ];
  for (const { name, given, secrets, clean } of cleaned)
    it(`are freed of ${name}`, () => expect(wordsOf(new Error(given), secrets)).toBe(clean));

  it('fit the view', () => expect(wordsOf(new Error('x'.repeat(5_000))).length).toBeLessThanOrEqual(300));
});

describe('the keychain', () => {
  it('keeps items of the service Headroom', async () => {
    const kept = new Map<string, string>();
    const raw = keychainRaw({
      platform: 'linux',
      load: keytarThat({
        getPassword: async (service, account) => kept.get(`${service}/${account}`) ?? null,
        setPassword: async (service, account, password) => void kept.set(`${service}/${account}`, password),
        deletePassword: async (service, account) => kept.delete(`${service}/${account}`),
      }),
    });
    expect(await raw.get('a')).toEqual({ kind: 'none' });
    expect(await raw.set('a', new Secret('x'))).toEqual({ kind: 'done' });
    expect([...kept]).toEqual([['Headroom/a', 'x']]);
    const read = await raw.get('a');
    expect(read.kind === 'value' && read.value.use((text) => text)).toBe('x');
    expect(await raw.remove('a')).toEqual({ kind: 'done' });
    expect(await raw.remove('a')).toEqual({ kind: 'done' });
    expect(kept.size).toBe(0);
  });

  it('never repeats the value that could not be written', async () => {
    const refuse = (_service: string, _account: string, password: string): Promise<never> =>
      Promise.reject(new Error(`bad value ${password}`));
    const raw = keychainRaw({ platform: 'linux', load: keytarThat({ setPassword: refuse }) });
    const done = await raw.set('a', new Secret('very secret'));
    expect(done).toEqual({ kind: 'trouble', state: 'failed', detail: 'bad value [secret]' });
  });

  it('is absent, in the system’s words, where its module does not load; it is not loaded before the first call', async () => {
    let loads = 0;
    const load = (): Promise<Keytar> => {
      loads += 1;
      return Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file: No such file or directory'));
    };
    const raw = keychainRaw({ platform: 'linux', load });
    expect(loads).toBe(0);
    for (const call of [raw.get('a'), raw.set('a', new Secret('x')), raw.remove('a')])
      expect(await call).toMatchObject({ state: 'absent', detail: expect.stringContaining('libsecret-1.so.0') });
    expect(loads).toBe(1);
  });

  for (const { platform, hidesLock } of [
    { platform: 'linux', hidesLock: true },
    { platform: 'darwin', hidesLock: false },
    { platform: 'win32', hidesLock: false },
  ] as const)
    it(`on ${platform} ${hidesLock ? 'looks empty while locked' : 'says itself that it is locked'}`, () =>
      expect(keychainRaw({ platform, load: keytarThat({}) }).hidesLock).toBe(hidesLock));
});
