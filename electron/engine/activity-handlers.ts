import type { Account } from '../../shared/model/account.ts';
import type { AccountBook } from './accounts/account-book.ts';
import type { GateMark, Marks } from '../../shared/model/spend.ts';
import type { StorageStats } from '../../shared/model/storage.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { type Failure, fail, ok } from '../../shared/contract/failure.ts';
import type { Clock } from './ports.ts';
import type { Publisher } from './feed/publisher.ts';
import type { FolderPort } from './folder-port.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { KeptRetention } from './recorder/kept-retention.ts';
import type { Journal, Recorder } from './recorder/types.ts';
import { stored } from './stored.ts';

interface Parts {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly accounts: AccountBook;
  readonly retention: KeptRetention;
  readonly settings: KeptSettings;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly folder?: FolderPort;
}

type Name =
  | 'limits.contributions'
  | `activity.${'marks' | 'query' | 'histogram' | 'row'}`
  | `storage.${'stats' | 'prune' | 'openFolder'}`
  | `settings.${'get' | 'set'}`;

/** What the request log can be asked beyond charts, and how much of it is kept. */
export function activityHandlers(parts: Parts): Pick<Handlers, Name> {
  const { clock, recorder, retention, settings } = parts;
  const { queries } = recorder;
  return {
    'limits.contributions': ({ key, spanMs, offsetMs = 0 }) => {
      const untilMs = clock.now() - offsetMs;
      return stored(() => queries.contributions(key, untilMs - spanMs, untilMs));
    },
    'activity.marks': ({ exchange, account: id, spanMs, points, offsetMs = 0 }) => {
      const account = id === null ? null : (parts.accounts.find(id) ?? null);
      const scope = { exchange: account?.exchange ?? exchange, account: id, environment: account?.environment ?? null };
      return stored(async () => {
        const marks = await queries.marks(scope, { untilMs: clock.now() - offsetMs, spanMs, points });
        return account === null ? marks : gatesOf(account, marks);
      });
    },
    'activity.query': ({ filter, before, limit }) =>
      stored(async () => {
        const { rows, next } = await queries.rows(filter, before, limit);
        return { rows: [...rows], next };
      }),
    'activity.histogram': ({ filter, points }) => stored(() => queries.histogram(filter, points, clock.now())),
    'activity.row': async ({ id }) => {
      const found = await stored(() => queries.row(id));
      if (!found.ok) return found;
      return found.value === null ? fail<Failure>({ kind: 'not-found', what: `request ${id}` }) : ok(found.value);
    },
    'storage.stats': () => stored(() => statsOf(parts)),
    'storage.prune': ({ keepDays }) =>
      stored(async () => {
        const { rowsRemoved } = await recorder.prune(retention.policy(keepDays), clock.now());
        return { rowsRemoved, stats: await statsOf(parts) };
      }),
    'storage.openFolder': async () => {
      const isOpen = (await parts.folder?.open?.()) ?? false;
      return isOpen ? ok({}) : fail<Failure>({ kind: 'unavailable', detail: 'no file manager could be opened' });
    },
    'settings.get': () => ok(settings.current),
    'settings.set': (change) =>
      stored(() => {
        const changed = settings.change(change);
        parts.publisher.publish('settings.changed', changed);
        return Promise.resolve(changed);
      }),
  };
}

async function statsOf({ recorder, journal, folder }: Parts): Promise<StorageStats> {
  const facts = folder === undefined ? null : { path: folder.path, files: await folder.files() };
  return { ...(await recorder.queries.stats()), journalBytes: journal.bytes(), folder: facts };
}

/** Gates that hold this account's calls: of its address, of itself, of its keys. */
function gatesOf(account: Account, marks: Marks): Marks {
  return { ...marks, gates: marks.gates.filter((gate) => isAbout(account, gate)) };
}

function isAbout({ id, egress }: Account, { key }: GateMark): boolean {
  const scopes = key.split('|').slice(1);
  const isOthers = (name: string, value: string): boolean =>
    scopes.some((scope) => scope.startsWith(`${name}=`) && scope !== `${name}=${value}`);
  return !isOthers('ip', egress) && !isOthers('account', id);
}
