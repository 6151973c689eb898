import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../shared/model/account.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { exchange as definitionOf } from '../../electron/engine/exchanges/registry.ts';
import { get, type SignedRequest } from '../../electron/engine/http.ts';
import type { PracticeReply } from '../../electron/practice/core/request.ts';
import { form } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const PLANTED = 'planted-4f1c9a7be2';
const SHORTEST = 12;

let world: VirtualWorld;
let folder: string;
let signatures: Set<string>;
const failures: unknown[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-secrets-'));
  world = new VirtualWorld({
    seed: 'secrets',
    isMoving: false,
    openJournal: () => openJournal(join(folder, 'journal.db'), 'test').journal,
  });
  failures.length = 0;
  signatures = new Set();
  world.transport.onPassage(({ request, reply }) => {
    for (const text of signaturesOf(request)) signatures.add(text);
    const token = /"token":"([^"]+)"/.exec(reply?.body ?? '')?.[1];
    if (token !== undefined) signatures.add(token);
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

function signaturesOf({ target, headers, body }: SignedRequest): readonly string[] {
  const named = Object.entries(headers).filter(([name]) => /sign/i.test(name));
  const inQuery = /[?&]signature=([^&]+)/.exec(`${target}&${body ?? ''}`)?.[1];
  return [...named.map(([, value]) => value), ...(inQuery === undefined ? [] : [inQuery])];
}

/** Keys, secrets and passphrases of the practice accounts; they guard nothing, and are handled as those that do. */
function keyTexts(): readonly string[] {
  const { binance, okx, kraken } = world;
  const { hmac } = binance.keys;
  return [
    hmac.apiKey,
    hmac.secret,
    ...okx.state.accounts.allKeys().flatMap(({ apiKey, secret, passphrase }) => [apiKey, secret, passphrase ?? '']),
    ...kraken.keys.flatMap(({ apiKey, secret }) => [apiKey, secret]),
  ].filter((text) => text !== '');
}

/** The text, as it may be written elsewhere, and its beginning alone. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [text, encodeURIComponent(text), bytes.toString('base64'), bytes.toString('hex'), text.slice(0, SHORTEST)];
}

type Sinks = Readonly<Record<'rows' | 'published' | 'logged' | 'replies' | 'failures' | 'files', string>>;

async function sinks(): Promise<Sinks> {
  const { handlers } = world.engine;
  const replies = await world.until(
    Promise.all([
      handlers['app.hello']({ protocol: 1 }),
      handlers['accounts.list']({}),
      handlers['connections.snapshot']({}),
      handlers['limits.snapshot']({}),
      handlers['activity.query']({ filter: {}, before: null, limit: 500 }),
      handlers['latency.history']({ spanMs: 60_000, points: 60 }),
      handlers['practice.state']({}),
      handlers['host.troubles']({}),
    ]),
  );
  await world.close();
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return {
    rows: JSON.stringify(world.activity.rows),
    published: JSON.stringify(world.told),
    logged: JSON.stringify(world.logged),
    replies: JSON.stringify(replies),
    failures: JSON.stringify(failures),
    files: files.join('\n'),
  };
}

async function askAll(): Promise<void> {
  for (const account of world.accounts) {
    const { orders } = definitionOf(account.exchange);
    const result = await world.until(
      world.engine.client.send({ account, request: orders.balances(), caller: 'app', withinMs: 5_000 }),
    );
    if (!result.ok) failures.push(result.failure);
  }
}

/** An exchange that repeats in its error what it was sent. */
function echoing(): void {
  for (const exchange of exchangeIds) {
    let last: SignedRequest | null = null;
    world.transport.onPassage(({ origin, request }) => {
      if (origin === world.origin(exchange)) last = request;
    });
    world.transport.tampers.set(world.origin(exchange), (reply) => ({ ...reply, ...echoOf(exchange, last) }));
  }
}

function echoOf(
  exchange: (typeof exchangeIds)[number],
  sent: SignedRequest | null,
): Pick<PracticeReply, 'status' | 'body'> {
  const text =
    sent === null
      ? ''
      : `${Object.values(sent.headers).join(' ')} ${sent.target} ${sent.body ?? ''}`.replaceAll('"', "'");
  if (exchange === 'binance')
    return { status: 400, body: JSON.stringify({ code: -1100, msg: `Illegal characters: ${text}` }) };
  if (exchange === 'okx')
    return { status: 200, body: JSON.stringify({ code: '51000', msg: `Parameter error ${text}`, data: [] }) };
  return { status: 200, body: JSON.stringify({ error: [`EGeneral:Invalid arguments:${text}`] }) };
}

async function work(): Promise<void> {
  world.work('busy');
  await world.run(30_000);
  await askAll();
  const account = world.account('kraken');
  const request = form('POST', '/0/private/GetWebSocketsToken', {});
  expect((await world.until(world.engine.client.send({ account, request, caller: 'app', withinMs: 5_000 }))).ok).toBe(
    true,
  );
  echoing();
  await askAll();
  await world.run(5_000);
}

describe('keys, secrets, passphrases, signatures and tokens', () => {
  it('are in no row, event, log line, reply, failure or file', async () => {
    await work();
    const texts = [...keyTexts(), ...signatures];
    expect(keyTexts()).toHaveLength(7);
    expect(signatures.size).toBeGreaterThan(100);
    expect(failures).toHaveLength(3);
    const found = Object.entries(await sinks()).flatMap(([sink, content]) =>
      texts
        .filter((text) => spellings(text).some((spelling) => content.includes(spelling)))
        .map((text) => `${sink}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found there: a text that is planted is found in every place', async () => {
    const account = world.account('binance');
    await world.run(5_000);
    const sent = await world.until(
      world.engine.client.send({ account, request: get(`/${PLANTED}`), caller: 'app', withinMs: 5_000 }),
    );
    expect(sent.ok).toBe(false);
    world.engine.tell({ severity: 'notice', code: 'store-replaced', detail: PLANTED });
    const realm = { exchange: 'binance', environment: 'practice' } as const;
    world.engine.limiter.closeGate({
      key: `binance/practice|ip=${PLANTED}`,
      realm,
      cause: 'halt',
      untilMs: world.clock.now() + 60_000,
      code: null,
    });
    failures.push({ kind: 'rejected', detail: PLANTED });
    const content = await sinks();
    for (const sink of Object.values(content)) expect(sink.includes(PLANTED)).toBe(true);
  });
});
