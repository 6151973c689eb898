import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sign } from '../../electron/engine/exchanges/binance/signer.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { get } from '../../electron/engine/http.ts';
import { type Algorithm, type BenchKey, algorithms, createBenchKey } from './client-keys.ts';
import { type Caller, SOCKETS, openOurs } from './client-ours.ts';
import { RAW, clientPeers, createCcxt } from './client-peers.ts';
import { type Bench, type BenchOptions, type Figure, Gathered, OURS } from './figure.ts';

const CALLS = 6_000;
// A bot runs for days: before that many calls, what is measured is still the compiler.
const WARM_UP = 6_000;
const QUICK_CALLS = 40;
const SIGNATURES = 2_000;
const QUICK_SIGNATURES = 20;

export const clientBenches: readonly Bench[] = [
  ...algorithms.map((algorithm) => ({
    name: `client.call-${algorithm}`,
    run: (options: BenchOptions) => calls(algorithm, options),
  })),
  ...algorithms.map((algorithm) => ({
    name: `client.sign-${algorithm}`,
    run: (options: BenchOptions) => signatures(algorithm, options),
  })),
];

async function calls(algorithm: Algorithm, { runs, isQuick }: BenchOptions): Promise<readonly Figure[]> {
  const server = await startServer();
  const callers = await openCallers(server.origin, createBenchKey(algorithm));
  const gathered = new Gathered();
  const size = isQuick ? QUICK_CALLS : CALLS;
  try {
    for (const [, caller] of callers) await burst(caller, isQuick ? QUICK_CALLS : WARM_UP);
    // Who goes first changes from run to run: the machine is not the same for the first and the last.
    for (let run = 0; run < runs; run += 1) await round(rotated(callers, run), size, algorithm, gathered);
  } finally {
    for (const [, caller] of callers) await caller.close();
    server.stop();
  }
  const name = `client.call-${algorithm}`;
  return [
    gathered.figure({ figure: `${name}.cpu`, unit: 'µs CPU per call', limit: null, isBetter: 'less' }),
    gathered.figure({ figure: `${name}.throughput`, unit: `% of ${RAW}`, limit: 100, isBetter: 'more' }),
  ];
}

type NamedCaller = readonly [string, Caller];

async function round(
  callers: readonly NamedCaller[],
  size: number,
  algorithm: Algorithm,
  gathered: Gathered,
): Promise<void> {
  const perSecond = new Map<string, number>();
  for (const [who, caller] of callers) {
    const startedMs = performance.now();
    const before = process.cpuUsage();
    await burst(caller, size);
    perSecond.set(who, size / (performance.now() - startedMs));
    await caller.rest?.();
    const { user, system } = process.cpuUsage(before);
    gathered.add(`client.call-${algorithm}.cpu`, who, (user + system) / size);
  }
  const raw = perSecond.get(RAW) ?? Number.NaN;
  for (const [who, rate] of perSecond) {
    gathered.add(`client.call-${algorithm}.throughput`, who, (100 * rate) / raw);
  }
}

async function openCallers(origin: string, key: BenchKey): Promise<readonly NamedCaller[]> {
  const ours = await openOurs(origin, key);
  return [[OURS, ours], ...Object.entries(clientPeers).map(([name, open]) => [name, open(origin, key)] as const)];
}

// As many calls under way as there are sockets.
async function burst(caller: Caller, size: number): Promise<void> {
  let left = size;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await caller.call();
    }
  };
  await Promise.all(Array.from({ length: SOCKETS }, work));
}

function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const from = by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}

async function signatures(algorithm: Algorithm, { runs, isQuick }: BenchOptions): Promise<readonly Figure[]> {
  const key = createBenchKey(algorithm);
  const imported = exchange('binance').signer.importSecret(key.secret);
  if (!imported.ok) throw new Error(`the key is refused: ${imported.failure.kind}`);
  const credential = { apiKey: key.apiKey, signing: imported.value, passphrase: null };
  const request = get('/api/v3/order', { symbol: 'BTCUSDT', orderId: '28' });
  const stamp = { serverMs: 1_780_000_000_000, nonce: 0n, validForMs: 5_000 };
  const ccxt = createCcxt('http://127.0.0.1', key);
  const params = { symbol: 'BTCUSDT', orderId: '28' };
  const contestants: Readonly<Record<string, () => unknown>> = {
    [OURS]: () => sign(request, credential, stamp),
    'node:crypto': () => key.signRaw('symbol=BTCUSDT&orderId=28&recvWindow=5000&timestamp=1780000000000'),
    ccxt: () => ccxt.sign('order', 'private', 'GET', params),
  };
  const name = `client.sign-${algorithm}`;
  const gathered = new Gathered();
  const size = isQuick ? QUICK_SIGNATURES : SIGNATURES;
  for (const work of Object.values(contestants)) repeat(work, size / 4);
  for (let run = 0; run < runs; run += 1) {
    for (const [who, work] of rotated(Object.entries(contestants), run)) gathered.add(name, who, repeat(work, size));
  }
  return [gathered.figure({ figure: name, unit: 'µs CPU per signature', limit: null, isBetter: 'less' })];
}

function repeat(work: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

interface Server {
  readonly origin: string;
  stop(): void;
}

async function startServer(): Promise<Server> {
  const path = join(import.meta.dirname, 'loopback-server.ts');
  const child: ChildProcess = spawn(process.execPath, [path], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('the server has no output');
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, 'line')) as [string];
  return { origin: `http://127.0.0.1:${port}`, stop: () => void child.stdin?.end() };
}
