// Kills a process at every step of adding, switching and removing a key, and looks at what a new start finds.
// npm run rig:keys -- --count N   The last line is the figure, as JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPassphraseFile } from '../electron/adapters/secrets/passphrase-file.ts';
import { PASSPHRASE_FILE } from '../electron/adapters/secrets/secret-store.ts';
import { Secret } from '../electron/engine/vault/secret.ts';
import { materials, openService } from './key-rig-service.ts';

const AT_ONCE = 4;

type Act = 'add' | 'switch' | 'remove';

/** What a start may find after a kill: which keys there are, by label, and which of them signs. */
interface Expected {
  readonly labels: string;
  readonly active: 'Old' | 'New';
}

const BOTH: Expected = { labels: 'New candidate, Old active', active: 'Old' };
const OLD: Expected = { labels: 'Old active', active: 'Old' };
const SWITCHED: Expected = { labels: 'New active, Old retired', active: 'New' };

const steps: readonly (readonly [act: Act, step: string, expected: Expected])[] = [
  ['add', 'before loose note', OLD],
  ['add', 'after loose note', OLD],
  ['add', 'before store write', OLD],
  ['add', 'after store write', OLD],
  ['add', 'before index write', OLD],
  ['add', 'after index write', BOTH],
  ['add', 'end', BOTH],
  ['switch', 'before index write', BOTH],
  ['switch', 'after index write', SWITCHED],
  ['switch', 'end', SWITCHED],
  ['remove', 'before index remove', BOTH],
  ['remove', 'after index remove', OLD],
  ['remove', 'before store remove', OLD],
  ['remove', 'after store remove', OLD],
  ['remove', 'before settled note', OLD],
  ['remove', 'after settled note', OLD],
  ['remove', 'end', OLD],
];

const { values } = parseArgs({ options: { count: { type: 'string', default: '3' } } });
let kills = 0;
let problems = 0;

// Most of a round is waiting for the disk, so several go on at once.
const rounds = Array.from({ length: Number(values.count) }, () => steps).flat();
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(JSON.stringify({ figure: 'kill9-keys', steps: steps.length, kills, problems }));
process.exitCode = problems === 0 && kills > 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let next = rounds.shift(); next !== undefined; next = rounds.shift()) {
    const [act, step, expected] = next;
    const folder = mkdtempSync(join(tmpdir(), 'headroom-keys-'));
    const found = await cycle(folder, act, step, expected);
    for (const problem of found) console.error(`${act}, ${step}: ${problem}`);
    kills += 1;
    problems += found.length;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cycle(folder: string, act: Act, step: string, expected: Expected): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'key-rig-child.ts'), folder, act, step], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') return [`it ended by itself (${code})`];
  const ids = text.trim().split('\n');
  return [...(await look(folder, ids, expected)), ...(await look(folder, ids, expected))];
}

/** A start, and what it shows; a second one must find the same. */
async function look(folder: string, ids: readonly string[], expected: Expected): Promise<readonly string[]> {
  const service = await openService(folder, () => undefined);
  const looseBefore = service.index.loose();
  const stop = service.keys.start();
  await settled(() => service.index.loose().length === 0 && service.keys.keeper.formed(firstOf(ids)) !== undefined);
  const views = service.keys.views();
  const labels = views
    .map(({ label, role }) => `${label} ${role}`)
    .sort()
    .join(', ');
  const lent = service.vault.lend(views[0]?.account ?? '');
  const signs = lent.ok ? lent.value.credential.apiKey : lent.failure.kind;
  const kept = new Set<string>(service.index.keys().map(({ id }) => id));
  const audit = service.handlers['audit.verify']({});
  const checks = [
    { problem: `found ${labels}, expected ${expected.labels}`, isGood: labels === expected.labels },
    { problem: `${signs} signs`, isGood: signs === materials[expected.active].apiKey },
    { problem: 'a loose secret remains', isGood: service.index.loose().length === 0 },
    { problem: 'a secret is missing', isGood: !views.some(({ presence }) => presence === 'missing') },
    { problem: 'the audit does not fit', isGood: JSON.stringify(await audit).includes('"firstBad":null') },
  ];
  stop();
  await service.close();
  const stray = await strays(folder, [...ids, ...looseBefore], kept);
  return [...checks.filter(({ isGood }) => !isGood).map(({ problem }) => problem), ...stray];
}

/** Secrets in the file that no key owns, and keys whose secret is not the one that was entered. */
async function strays(folder: string, ids: readonly string[], kept: ReadonlySet<string>): Promise<readonly string[]> {
  const file = await openPassphraseFile(join(folder, PASSPHRASE_FILE), new Secret('correct horse battery'), 'rig');
  if (!file.ok) return [`the passphrase file: ${file.failure.kind}`];
  const found: string[] = [];
  for (const id of new Set([...ids, ...kept])) {
    const item = await file.value.get(id);
    if (item.kind === 'value' && !kept.has(id)) found.push(`the secret of ${id} has no key`);
    if (!kept.has(id)) continue;
    const isWhole = item.kind === 'value' && item.value.use((text) => /"secretText":"(?:o{64}|n{64})"/.test(text));
    if (!isWhole) found.push(`the secret of ${id} is not whole`);
  }
  file.value.close();
  return found;
}

function firstOf(ids: readonly string[]): string {
  return ids[0] ?? '';
}

async function settled(isSo: () => boolean): Promise<void> {
  const endMs = performance.now() + 3_000;
  // A switched key is not loaded again, so that one is waited for no longer than the rest takes.
  for (let turn = 0; !isSo() && turn < 20 && performance.now() < endMs; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
