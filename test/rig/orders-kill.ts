// Kills the process that places an order at the seams of its way, starts it again on the same journal, and looks what it
// knows and what the exchange has.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPracticeBinance } from '../../electron/practice/binance/index.ts';

/**
 * Of its sending; `during-send`: the exchange has it and its answer is on the way. Then of what may follow: a cancel that
 * was written down and not sent, and the moments at which the answer to a cancel, an amendment or a look-up has come and
 * nobody has read it.
 */
export const KILL_SEAMS = [
  'after-journal',
  'after-sending',
  'during-send',
  'after-answer',
  'cancel-noted',
  'cancel-answered',
  'amend-answered',
  'look-up-answered',
] as const;
export type KillSeam = (typeof KILL_SEAMS)[number];

export interface KillTrial {
  readonly seam: KillSeam;
  /** What the next life said of the order at once, and after it had looked. */
  readonly first: string | null;
  readonly last: string | null;
  /** Its quantity at the end. */
  readonly quantity: string | null;
  /** Orders the exchange has of it. */
  readonly placed: number;
}

const ANSWER_HELD_MS = 400;

/** What each seam must come to. */
export const KILL_TRUTH: Readonly<Record<KillSeam, Omit<KillTrial, 'seam'>>> = {
  'after-journal': { first: 'not-placed', last: 'not-placed', quantity: '0.01', placed: 0 },
  // Nothing left, but nobody can know: it stays unknown until its time is over by far.
  'after-sending': { first: 'unknown', last: 'unknown', quantity: '0.01', placed: 0 },
  'during-send': { first: 'unknown', last: 'open', quantity: '0.01000000', placed: 1 },
  'after-answer': { first: 'unknown', last: 'open', quantity: '0.01000000', placed: 1 },
  // The next life cancels what its user wanted cancelled.
  'cancel-noted': { first: 'open', last: 'cancelled', quantity: '0.01000000', placed: 1 },
  'cancel-answered': { first: 'open', last: 'cancelled', quantity: '0.01000000', placed: 1 },
  'amend-answered': { first: 'open', last: 'open', quantity: '0.00500000', placed: 1 },
  'look-up-answered': { first: 'unknown', last: 'open', quantity: '0.01000000', placed: 1 },
};

export function isRight({ seam, ...found }: KillTrial): boolean {
  const truth = KILL_TRUTH[seam];
  return (Object.keys(truth) as (keyof typeof truth)[]).every((name) => found[name] === truth[name]);
}

/** So many kills at each seam. */
export async function runKills(each: number): Promise<readonly KillTrial[]> {
  const exchange = await startPracticeBinance({ seed: 'kill', isMoving: false });
  const folder = mkdtempSync(join(tmpdir(), 'headroom-orders-'));
  const trials: KillTrial[] = [];
  let number = 0;
  try {
    for (let round = 0; round < each; round += 1) {
      for (const seam of KILL_SEAMS) {
        number += 1;
        trials.push(await runKill(exchange, join(folder, `${number}.db`), seam, number));
      }
    }
  } finally {
    await exchange.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return trials;
}

type Exchange = Awaited<ReturnType<typeof startPracticeBinance>>;

async function runKill(exchange: Exchange, path: string, seam: KillSeam, number: number): Promise<KillTrial> {
  const intent = `intent-kill-${String(number).padStart(16, '0')}`;
  let placed = 0;
  let onPlaced: () => void = () => undefined;
  const stop = exchange.venue.on((event) => {
    if (event.kind !== 'order' || event.cause !== 'new') return;
    placed += 1;
    onPlaced();
  });
  const child = start([path, exchange.origin, seam, intent]);
  const isOver = once(child, 'close');
  if (seam === 'during-send') {
    exchange.switches.latency = { minMs: ANSWER_HELD_MS, maxMs: ANSWER_HELD_MS };
    onPlaced = () => void child.kill('SIGKILL');
  }
  await isOver;
  exchange.switches.latency = { minMs: 0, maxMs: 0 };
  if (child.signalCode !== 'SIGKILL') throw new Error(`${seam}: it ended by itself (${child.exitCode})`);
  const told = await resume([path, exchange.origin, 'resume', intent, seam]);
  stop();
  return { seam, ...told, placed };
}

async function resume(args: readonly string[]): Promise<Pick<KillTrial, 'first' | 'last' | 'quantity'>> {
  const child = start(args);
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return JSON.parse(text) as Pick<KillTrial, 'first' | 'last' | 'quantity'>;
}

function start(args: readonly string[]): ChildProcess {
  const file = join(import.meta.dirname, 'orders-kill-child.ts');
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
