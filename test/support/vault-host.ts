// The headless host as `npm start` runs it, on practice exchanges whose owner is the test: over the channel to its parent
// it issues keys, deletes them and says when one last signed. Usage: node vault-host.ts FLAGS; HEADROOM_CONTROL is said
// on stderr.
import { join } from 'node:path';
import { parseFlags } from '../../electron/hosts/headless/flags.ts';
import { startHeadless } from '../../electron/hosts/headless/main.ts';
import { startPracticeBinance } from '../../electron/practice/binance/index.ts';
import type { PracticeAccounts } from '../../electron/practice/core/accounts.ts';
import { startPracticeKraken } from '../../electron/practice/kraken/index.ts';
import { startPracticeOkx } from '../../electron/practice/okx/index.ts';
import {
  practiceWorldOf,
  type PracticeWorld,
  type PracticeWorldOptions,
} from '../../electron/practice/practice-world.ts';
import type { ExchangeId } from '../../shared/model/account.ts';
import type { OwnerAsk, OwnerCall } from './vault-owner.ts';

const root = join(import.meta.dirname, '..', '..');
const page = process.env['HEADROOM_PAGE'] ?? join(root, 'dist', 'renderer');

interface Owned {
  readonly world: PracticeWorld;
  readonly accounts: Readonly<Record<ExchangeId, PracticeAccounts>>;
}

let owned: Owned | null = null;

async function startWorld({ seed }: PracticeWorldOptions): Promise<PracticeWorld> {
  const [binance, okx, kraken] = await Promise.all([
    startPracticeBinance({ seed }),
    startPracticeOkx({ seed }),
    startPracticeKraken({ seed }),
  ]);
  const world = practiceWorldOf({ binance, okx, kraken });
  owned = { world, accounts: { binance: binance.accounts, okx: okx.accounts, kraken: kraken.accounts } };
  return world;
}

function answer(ask: OwnerAsk): unknown {
  const venue = owned?.world.venues.find(({ exchange }) => exchange === ask.exchange);
  if (owned === null || venue === undefined) throw new Error('the practice exchanges do not run');
  if (ask.op === 'issue') return venue.issueKey(ask.request);
  if (ask.op === 'first') return venue.key.apiKey;
  const key = owned.accounts[ask.exchange].key(ask.apiKey);
  if (key === undefined) throw new Error('no such key');
  if (ask.op === 'delete') key.state = 'deleted';
  return key.lastUsedAtMs;
}

process.on('message', ({ id, ask }: OwnerCall) => process.send?.({ id, answer: answer(ask) }));
process.stderr.write(`${process.env['HEADROOM_CONTROL'] ?? ''}\n`);

const host = await startHeadless({
  flags: parseFlags(process.argv.slice(2)),
  version: '0.0.0',
  page,
  spentMs: {},
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  startWorld,
});
process.on('SIGTERM', () => void host.stop().then(() => process.exit(0)));
