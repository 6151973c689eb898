// The process that the kill rig kills: the real desk, client, transport and journal, placing one order at a practice
// exchange. Arguments: journal file, origin of the exchange, where to die (or `resume`). Prints what it knows.
import { createHash, randomBytes } from 'node:crypto';
import { fail, ok } from '../../shared/contract/failure.ts';
import type { Account } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { undiciTransport } from '../../electron/adapters/transport/undici-transport.ts';
import { AccountBook } from '../../electron/engine/accounts/account-book.ts';
import { type Client, createClient } from '../../electron/engine/client/client.ts';
import { DeskService } from '../../electron/engine/desk/desk-service.ts';
import type { IntentJournal } from '../../electron/engine/desk/intent-journal.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { createLimiter } from '../../electron/engine/limiter/create-limiter.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { probeClock } from '../../electron/engine/probes/clock-probe.ts';
import { Vault } from '../../electron/engine/vault/vault.ts';
import { HMAC_KEY } from '../../electron/practice/binance/identity.ts';
import { OpenMarket, ticketOf } from '../support/desk-world.ts';

const LONGEST_MS = 6_000;
const [path = '', origin = '', seam = 'resume', intent = '', diedAt = ''] = process.argv.slice(2);
/** Whose answer ends the process before anybody reads it. */
const DEADLY: Readonly<Record<string, string>> = {
  'after-answer': 'POST /api/v3/order',
  'cancel-answered': 'DELETE /api/v3/order',
  'amend-answered': 'PUT /api/v3/order/amend/keepPriority',
  'look-up-answered': 'GET /api/v3/order',
};
// Waiting for the limiter alone keeps no process alive.
setInterval(() => undefined, 1_000);
const account: Account = {
  id: 'practice-binance',
  exchange: 'binance',
  environment: 'practice',
  label: 'Kill',
  region: 'global',
  egress: 'default',
};
const definition = exchange('binance');
const clock = systemClock;
const vault = new Vault();
vault.keep(account.id, 'binance', { apiKey: HMAC_KEY.apiKey, secretText: HMAC_KEY.secret, passphrase: null });
const { journal, intents } = openJournal(path, 'kill');
const client = createClient({
  clock,
  random: { fraction: Math.random, bytes: (size) => randomBytes(size) },
  transport: undiciTransport({ isAllowed: (asked) => asked === origin, connections: 4 }),
  limiter: createLimiter({ clock, gates: [] }),
  vault,
  nonces: { load: () => null, save: () => undefined },
  hosts: () => definition.environments.practice(origin, origin.replace('http', 'ws')),
  accountRef: () => account.id,
  onAttempt: () => undefined,
});
probeClock(account, client, client.peers.clockOf(account), clock);
const market = new OpenMarket();
await learnInstruments();

const service = new DeskService({
  clock,
  random: { fraction: Math.random, bytes: (size) => randomBytes(size) },
  client: dyingOnAnswer(client),
  accounts: new AccountBook([account]),
  intents: dying(intents),
  journal,
  market,
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hosts: () => definition.environments.practice(origin, origin.replace('http', 'ws')),
  log: silentLog,
  isPracticeOnly: false,
  publish: () => undefined,
  unlocked: () => ok(null),
  onStoreTrouble: () => undefined,
});
service.start();
if (seam === 'resume') await tellUntilKnown();
else await place();

async function place(): Promise<void> {
  const review = service.desk.review(intent, ticketOf(account));
  if (!review.ok) throw new Error(`no review: ${review.failure.kind}`);
  await service.desk.place(intent, review.value.hash);
  if (seam.startsWith('cancel')) await service.changing.cancel(intent);
  if (seam.startsWith('amend')) {
    const amendment = `intent-amend${intent.slice(11)}`;
    const asked = service.amending.review(amendment, intent, { price: null, quantity: decimal('0.005') });
    if (!asked.ok) throw new Error(`no review of the change: ${asked.failure.kind}`);
    await service.amending.amend(amendment, intent, asked.value.hash);
  }
  await new Promise((resolve) => {
    setTimeout(resolve, LONGEST_MS);
  });
}

/** The state right after the start, and what it came to. */
async function tellUntilKnown(): Promise<void> {
  const first = service.book.find(intent);
  const untilMs = clock.monotonic() + LONGEST_MS;
  let last: DeskOrder | undefined = first;
  while (last !== undefined && !isKnown(last) && clock.monotonic() < untilMs) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    last = service.book.find(intent);
  }
  const told = { first: first?.status ?? null, last: last?.status ?? null, quantity: last?.quantity ?? null };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  process.exit(0);
}

function isKnown({ status, lookUp, quantity }: DeskOrder): boolean {
  if (diedAt.startsWith('cancel')) return status === 'cancelled';
  if (diedAt.startsWith('amend')) return quantity !== '0.01000000';
  return status !== 'unknown' || (lookUp?.tries ?? 0) > 0;
}

function dying(own: IntentJournal): IntentJournal {
  return {
    ...own,
    create(created, step) {
      own.create(created, step);
      if (seam === 'after-journal') die();
    },
    update(order, step) {
      own.update(order, step);
      if (seam === 'after-sending' && order.status === 'sending') die();
      if (seam === 'cancel-noted' && order.isCancelWanted === true) die();
    },
  };
}

function dyingOnAnswer(own: Client): Client {
  return {
    ...own,
    async send(call) {
      const answer = await own.send(call);
      const { method, path: called } = call.request;
      if (DEADLY[seam] === `${method} ${called}`) die();
      // Its answer is lost, so that it is looked up.
      if (seam === 'look-up-answered' && method === 'POST') return fail({ kind: 'outcome-unknown', detail: 'lost' });
      return answer;
    },
  };
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal ends this process before another line of it runs; were it late, nothing may go on.
  for (;;);
}

async function learnInstruments(): Promise<void> {
  const request = definition.instruments.request(['BTCUSDT']);
  const answer = await client.send({ account, request, caller: 'app', lane: 'market', withinMs: null });
  const read = answer.ok ? definition.instruments.read(answer.value.reply.json) : answer;
  if (!read.ok) throw new Error(`instruments: ${read.failure.kind}`);
  market.learn('binance', read.value);
}
