// Adds a key on each exchange and makes 1,000 signed calls with them, then writes a snapshot of its heap.
// Usage: node --expose-gc heap-child.ts KEYS_FILE SNAPSHOT_FILE CONTROL_IN_HEX
import { readFileSync, rmSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';
import { ok } from '../../shared/contract/failure.ts';
import type { ExchangeId } from '../../shared/model/account.ts';
import { AccountBook } from '../../electron/engine/accounts/account-book.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { keyHandlers } from '../../electron/engine/vault/keys/key-handlers.ts';
import { KeyService } from '../../electron/engine/vault/keys/key-service.ts';
import { systemRandom } from '../../electron/adapters/system-clock.ts';
import type { GivenKey } from '../../electron/practice/core/new-key.ts';
import { ClientRig } from './client-rig.ts';
import { memoryKeyPorts } from './memory-keys.ts';
import { memoryJournal } from './memory-stores.ts';
import { json } from './scripted-transport.ts';

const CALLS = 1_000;
const [keysFile = '', snapshotFile = '', control = ''] = process.argv.slice(2);
// Its own bytes, not those of the command line; reached from the global object, as a forgotten secret would be.
Object.assign(globalThis, { forgotten: { control: Buffer.from(control, 'hex').toString('utf8') } });

const rig = new ClientRig();
const ports = memoryKeyPorts();
const accounts = new AccountBook();
const quiet = (): void => undefined;
const keys = new KeyService({
  ...ports,
  clock: rig.clock,
  random: systemRandom,
  client: rig.client,
  vault: rig.vault,
  accounts,
  journal: memoryJournal(),
  log: { info: quiet, warn: quiet, error: quiet },
  publish: quiet,
  endpointUse: () => Promise.resolve([]),
});
const handlers = keyHandlers({
  keys,
  accounts,
  secrets: ports.store,
  auditLog: ports.auditLog,
  beforeForget: () => Promise.resolve(ok(null)),
});
const okxFacts = { uid: '1', mainUid: '1', label: 'x', ip: '', perm: 'read_only,trade', acctLv: '1', roleType: '0' };
rig.transport
  .always(/apiRestrictions/, json({ enableReading: true, ipRestrict: true }))
  .always(/account\/config/, json({ code: '0', msg: '', data: [okxFacts] }))
  .always(/GetApiKeyInfo/, json({ error: [], result: { api_key_name: 'x', permissions: ['query-funds'], iban: 'A' } }))
  .always(/\/0\//, json({ error: [], result: {} }))
  .always(/\/api\/v5\//, json({ code: '0', msg: '', data: [] }))
  .always(/./, json({}));

async function add(id: ExchangeId): Promise<void> {
  // Read and let go within this call.
  const all: Record<ExchangeId, GivenKey> = JSON.parse(readFileSync(keysFile, 'utf8'));
  const { apiKey, secret, passphrase } = all[id];
  const place = { exchange: id, environment: 'live', region: 'global', label: id, replaces: null } as const;
  const outcome = Promise.resolve(handlers['keys.add']({ place, apiKey, secret: secret ?? '', passphrase }));
  await rig.run(1_000);
  let added = await outcome;
  if (added.ok && added.value.kind === 'phrase-wanted') {
    const { pendingId, phrase } = added.value;
    const confirmed = Promise.resolve(handlers['keys.confirm']({ pendingId, phrase }));
    await rig.run(1_000);
    added = await confirmed;
  }
  if (!added.ok) throw new Error(`${id}: ${JSON.stringify(added.failure)}`);
}

const ids: readonly ExchangeId[] = ['binance', 'okx', 'kraken'];
for (const id of ids) await add(id);
rmSync(keysFile);

let answered = 0;
for (let count = 0; count < CALLS; count += 1) {
  const account = accounts.list()[count % ids.length];
  if (account === undefined) throw new Error('no account');
  const request = exchange(account.exchange).orders.balances();
  const sent = rig.client.send({ account, request, caller: 'app', withinMs: null });
  await rig.run(5_000);
  if ((await sent).ok) answered += 1;
  // What a real transport forgets once it is sent.
  rig.transport.arrivals.length = 0;
  rig.attempts.length = 0;
}
for (let round = 0; round < 5; round += 1) {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 10));
}
writeHeapSnapshot(snapshotFile);
process.stdout.write(JSON.stringify({ answered, accounts: accounts.list().length }));
