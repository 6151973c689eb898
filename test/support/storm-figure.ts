import type { ExchangeId } from '../../shared/model/account.ts';
import type { PracticeKrakenOptions } from '../../electron/practice/kraken/options.ts';
import type { Passage } from './virtual-transport.ts';
import { VirtualWorld } from './virtual-world.ts';

export interface StormOptions {
  readonly minutes: number;
  readonly seed: string;
  readonly neighbour?: boolean;
  readonly latency?: { readonly minMs: number; readonly maxMs: number };
  readonly kraken?: PracticeKrakenOptions;
}

export interface StormFigure {
  readonly figure: 'storm';
  readonly exchange: ExchangeId;
  readonly minutes: number;
  readonly calls: number;
  /** Answers by which the exchange says that a limit was passed. */
  readonly refusals: number;
  /** Of these, answers that shut us out for longer. */
  readonly bans: number;
  /** Used share of the limit the storm leans on most, over full minutes. */
  readonly utilisation: number;
  /** The same of the worst full minute. */
  readonly worstMinute: number;
}

const MINUTE_MS = 60_000;

/** What an exchange says to whoever passed one of its limits. */
export function isRefusal(exchange: ExchangeId, { reply }: Passage): boolean {
  if (reply === null) return false;
  switch (exchange) {
    case 'binance':
      return reply.status === 429 || reply.status === 418;
    case 'okx':
      return reply.status === 429 || /"s?[cC]ode":"(?:50011|50061)"/.test(reply.body);
    case 'kraken':
      return /Rate limit exceeded|Temporary lockout|Too many requests/.test(reply.body);
  }
}

/** The app's own workload at `storm` on one exchange, in virtual time. */
export async function stormFigure(exchange: ExchangeId, options: StormOptions): Promise<StormFigure> {
  const { minutes, seed, kraken, latency } = options;
  const world = new VirtualWorld({ seed, exchanges: [exchange], ...(kraken === undefined ? {} : { kraken }) });
  if (latency !== undefined) world.transport.latency = latency;
  const meter = meterOf(exchange);
  let calls = 0;
  let refusals = 0;
  let bans = 0;
  world.transport.onPassage((passage) => {
    calls += 1;
    if (isRefusal(exchange, passage)) refusals += 1;
    if (passage.reply?.status === 418 || passage.reply?.body.includes('Temporary lockout') === true) bans += 1;
    meter.note(passage);
  });
  const { control } = world.environment;
  const settings = control.state().exchanges.find((one) => one.exchange === exchange);
  if (settings !== undefined) control.setExchange({ ...settings, neighbour: options.neighbour === true });
  world.work('storm');
  // Up to the first round minute, and then whole ones.
  await world.run(MINUTE_MS - (world.exchangeClock.now() % MINUTE_MS));
  await world.run(minutes * MINUTE_MS);
  const shares = meter.minutes(world.exchangeClock.now(), minutes);
  await world.close();
  const utilisation = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const worstMinute = round(Math.min(...shares));
  return { figure: 'storm', exchange, minutes, calls, refusals, bans, utilisation: round(utilisation), worstMinute };
}

interface Meter {
  note(passage: Passage): void;
  /** Used shares of the `count` minutes that end at `endMs`. */
  minutes(endMs: number, count: number): readonly number[];
}

// The limits that the storm's dear calls lean on: Binance's minute of weight as its own header counts it, OKX's 40 order
// books in 2 s, Kraken's one public call a second.
function meterOf(exchange: ExchangeId): Meter {
  const byMinute = new Map<number, number>();
  const minuteOf = (atMs: number): number => Math.floor(atMs / MINUTE_MS);
  const capacity = { binance: 6_000, okx: 40 * 30, kraken: 60 }[exchange];
  return {
    note({ request, reply, arrivedAtMs }) {
      const minute = minuteOf(arrivedAtMs);
      const before = byMinute.get(minute) ?? 0;
      if (exchange === 'binance') {
        byMinute.set(minute, Math.max(before, Number(reply?.headers['x-mbx-used-weight-1m'] ?? 0)));
      } else if (request.target.startsWith(exchange === 'okx' ? '/api/v5/market/books' : '/0/public/')) {
        byMinute.set(minute, before + 1);
      }
    },
    minutes: (endMs, count) =>
      Array.from({ length: count }, (_, index) => (byMinute.get(minuteOf(endMs) - count + index) ?? 0) / capacity),
  };
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
