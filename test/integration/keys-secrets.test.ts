import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeKeyCrypto } from '../../electron/adapters/keys/key-crypto.ts';
import { createSecretStore } from '../../electron/adapters/secrets/secret-store.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { systemClock, systemRandom } from '../../electron/adapters/system-clock.ts';
import { Secret } from '../../electron/engine/vault/secret.ts';
import { memorySecretStore } from '../support/memory-keys.ts';
import { serveContract } from '../../shared/contract/server.ts';
import type { ExchangeId } from '../../shared/model/account.ts';
import { issueOn } from '../support/issued-keys.ts';
import { foundIn, foundInFolder, formsOf } from '../support/secret-scan.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const CONTROL = 'a control text that must be found 7b1f';
const MANY: readonly ExchangeId[] = [
  ...Array.from({ length: 20 }, () => 'okx' as const),
  ...Array.from({ length: 5 }, () => 'binance' as const),
  ...Array.from({ length: 5 }, () => 'kraken' as const),
];

let folder: string;
let world: VirtualWorld;
let journal: ReturnType<typeof openJournal>;
/** All that went over the pipe to the page. */
const posted: unknown[] = [];
let listen: (message: unknown) => void = () => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-keys-'));
  journal = openJournal(join(folder, 'journal.db'), 'test');
  posted.length = 0;
  world = new VirtualWorld({
    seed: 'key secrets',
    isMoving: false,
    openJournal: () => journal.journal,
    keys: {
      index: journal.keyIndex,
      auditLog: journal.auditLog,
      crypto: nodeKeyCrypto(journal.journal),
      store: memorySecretStore(),
    },
  });
  const pipe = {
    post: (message: unknown) => void posted.push(message),
    onMessage: (listener: (message: unknown) => void) => {
      listen = listener;
      return () => undefined;
    },
    onClose: () => () => undefined,
    close: () => undefined,
  };
  const server = serveContract(pipe, {
    handlers: world.engine.handlers,
    maxPending: 64,
    onBug: (error) => {
      throw error;
    },
  });
  world.engine.subscribe((name, payload) => server.publish(name, payload));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

let calls = 0;

async function call(name: string, input: unknown): Promise<string> {
  calls += 1;
  const id = `call-${calls}`;
  const before = posted.length;
  listen({ type: 'call', id, name, input });
  for (let turn = 0; turn < 20_000; turn += 1) {
    const answer = posted.slice(before).find((message) => JSON.stringify(message).includes(`"${id}"`));
    if (answer !== undefined) return JSON.stringify(answer);
    await world.run(10);
  }
  throw new Error(`no answer to ${name}`);
}

/** A key of Kraken is confirmed before the first call. */
async function add(input: unknown): Promise<string> {
  const answer = await call('keys.add', input);
  const [, pendingId, phrase] = /"pendingId":"([^"]+)","phrase":"([^"]+)","reason":"ends-other-use"/.exec(answer) ?? [];
  return pendingId === undefined ? answer : await call('keys.confirm', { pendingId, phrase });
}

function placeOf(exchange: ExchangeId, label: string): object {
  return { exchange, environment: 'practice', region: 'global', label, replaces: null };
}

describe('the texts of 30 keys', () => {
  it('appear in no reply, event, log line, row or file, while the last four characters may', async () => {
    await world.run(5_000);
    const keys = MANY.map((exchange) => ({ exchange, ...issueOn(world, exchange) }));
    const texts = keys.flatMap(({ apiKey, secret, passphrase }) => [
      apiKey,
      secret,
      ...(passphrase === null ? [] : [passphrase]),
    ]);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(60);
    for (const [index, { exchange, apiKey, secret, passphrase }] of keys.entries()) {
      const place = placeOf(exchange, `Key ${index} ${index === 7 ? CONTROL : ''}`);
      const wrong = { place, apiKey, secret: secret.split('').reverse().join(''), passphrase };
      if (index % 5 === 0) expect(await add(wrong)).toContain('failure');
      expect(await add({ place, apiKey, secret, passphrase })).toContain('"added"');
    }
    const [first] = keys;
    const env = `BINANCE_API_KEY=${first?.apiKey}\nBINANCE_API_SECRET=${first?.secret}\n# ${CONTROL}\n`;
    await call('keys.previewImport', { fileName: '.env', text: env });
    await call('keys.add', { place: 7, apiKey: first?.apiKey, secret: first?.secret, passphrase: first?.passphrase });
    await call('lock.set', { current: null, next: first?.secret, idleMinutes: 5 });
    await call('lock.unlock', { passphrase: first?.apiKey });
    for (const name of ['keys.snapshot', 'accounts.list', 'audit.verify']) await call(name, {});
    expect(await call('audit.page', { before: null, limit: 500 })).toContain('add-key');
    await world.run(60_000);
    for (const index of [...world.keys.index.keys()].slice(0, 5)) await call('keys.check', { key: index.id });

    const seen: Readonly<Record<string, unknown>> = {
      posted,
      told: world.told,
      logged: world.logged,
      rows: world.activity.rows,
    };
    world.logged.push({ event: CONTROL, fields: {} });
    for (const [where, what] of Object.entries(seen)) {
      expect([where, foundIn(Buffer.from(JSON.stringify(what)), texts)]).toEqual([where, []]);
      expect(JSON.stringify(what).length, where).toBeGreaterThan(100);
    }
    for (const where of ['posted', 'told', 'logged']) {
      expect(foundIn(Buffer.from(JSON.stringify(seen[where])), [CONTROL]), where).toEqual([CONTROL]);
    }
    expect(JSON.stringify(posted)).toContain(`"last4":"${first?.apiKey.slice(-4)}"`);

    await keepInFile(
      keys.map(({ apiKey, secret, passphrase }) => JSON.stringify({ apiKey, secretText: secret, passphrase })),
    );
    expect(foundInFolder(folder, texts)).toEqual({});
    expect(Object.keys(foundInFolder(folder, [CONTROL]))).toContain('journal.db-wal');
    await world.close();
    expect(foundInFolder(folder, texts)).toEqual({});
    expect(Object.keys(foundInFolder(folder, [CONTROL]))).toContain('journal.db');
  }, 120_000);
});

/** What the store was given, in a real passphrase file beside the journal. */
async function keepInFile(values: readonly string[]): Promise<void> {
  const store = await createSecretStore({
    folder,
    clock: systemClock,
    random: systemRandom,
    keychain: null,
    cost: { N: 2 ** 14, r: 8, p: 1 },
  });
  const made = await store.makeFile(new Secret('correct horse battery'));
  expect(made.ok).toBe(true);
  for (const [index, value] of values.entries()) {
    expect((await store.write(`key-${String(index).padStart(8, '0')}`, new Secret(value))).ok).toBe(true);
  }
  await store.close();
}

describe('the scan itself', () => {
  it('finds a control in every form it may lie in', () => {
    for (const form of formsOf(CONTROL)) {
      writeFileSync(join(folder, 'control.bin'), Buffer.concat([Buffer.from('before'), form, Buffer.from('after')]));
      expect(foundInFolder(folder, [CONTROL, 'another text'])).toEqual({ 'control.bin': [CONTROL] });
    }
  });

  it('finds it within what was made base64 as a whole', () => {
    for (const lead of ['', 'x', 'xy', 'xyz']) {
      const bytes = Buffer.from(Buffer.from(`${lead}${CONTROL}{"more":1}`).toString('base64'));
      expect(foundIn(bytes, [CONTROL])).toEqual([CONTROL]);
    }
  });
});
