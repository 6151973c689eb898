import type { Trouble } from '../../engine/vault/guarded-store-ports.ts';

const LONGEST_WORDS = 240;

// Texts of libsecret 0.20 with GLib 2.74 and gnome-keyring 42.1 (measured, 2026-11), of macOS's
// SecCopyErrorMessageString and of Windows' FormatMessage (documented, English).
const MEANINGS: readonly (readonly [RegExp, Trouble['state']])[] = [
  [/locked collection|interaction is not allowed|is locked|not unlocked/i, 'locked'],
  [/user cancel|cancell?ed by|was dismissed|denied|passphrase you entered is not correct|not permitted/i, 'denied'],
  // A unique name (":1.7") is one process of the service: it died under the call and may be started anew.
  [
    /the name :\S+ was not provided|disconnected from message bus|timeout was reached|timed out|did not receive a reply|without replying|no reply/i,
    'stalled',
  ],
  [/native addon|shared object|dlopen|image not found|module could not be found/i, 'absent'],
  [
    /autolaunch|address is empty|not provided by any|could not connect|connection is closed|connection refused/i,
    'absent',
  ],
  [/no such interface|unknown (?:interface|method|object)|object does not exist/i, 'absent'],
  [/no keychain is available|default keychain could not be found|logon session does not exist/i, 'absent'],
];

// libsecret goes on asking the process it first met, for as long as ours lives (measured).
const FORGOTTEN = /the name :\S+ was not provided|disconnected from message bus|connection is closed/i;

/** These words tell of a service, or of a bus, that is no more; a new connection may find the one of today. */
export function isForgotten(words: string): boolean {
  return FORGOTTEN.test(words);
}

/** What the system's words mean for the store; words nobody knows concern the one call alone. */
export function troubleOf(words: string): Trouble {
  const state = MEANINGS.find(([pattern]) => pattern.test(words))?.[1] ?? 'failed';
  return { kind: 'trouble', state, detail: words };
}

/** The message of what a keychain threw, without control characters, paths of this machine and the values named. */
export function wordsOf(thrown: unknown, secrets: readonly string[] = []): string {
  let words = thrown instanceof Error ? thrown.message : 'The keychain failed without saying why.';
  for (const secret of secrets) words = words.replaceAll(secret, '[secret]');
  const clean = words
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/(?:[A-Za-z]:)?[\\/][^\s:'"“”,]*[\\/]([^\s\\/:'"“”,]+)/g, '$1')
    .trim();
  return clean.slice(0, LONGEST_WORDS) || 'The keychain failed without saying why.';
}
