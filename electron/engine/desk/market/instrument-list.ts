import type { Account } from '../../../../shared/model/account.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { type BackoffRule, backoffMs } from '../../client/backoff.ts';
import type { Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Clock, Disposer, Random } from '../../ports.ts';
import { searchInstruments } from './instrument-search.ts';
import { siteOf } from './realms.ts';

const REFRESH_MS = 3_600_000;
const WITHIN_MS = 120_000;
const ANEW_MS = 30_000;
/** Both clocks may be off a little. */
const AFTER_CHANGE_MS = 2_000;
const retry: BackoffRule = { firstMs: 5_000, ceilingMs: 600_000 };

export interface InstrumentListParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
}

interface Site {
  /** Accounts that keep the list fresh; any of them may ask. */
  readonly accounts: Account[];
  bySymbol: ReadonlyMap<string, Instrument>;
  /** By base and quote; of several the one that trades. */
  byPair: ReadonlyMap<string, Instrument>;
  fetchedAtMs: number;
  isFetching: boolean;
  isLoaded: boolean;
  tries: number;
  cancel: Disposer;
}

/** What may be traded, once per exchange, environment and site: read when its first account starts, and every hour. */
export class InstrumentList {
  readonly #parts: InstrumentListParts;
  readonly #sites = new Map<string, Site>();

  constructor(parts: InstrumentListParts) {
    this.#parts = parts;
  }

  start(account: Account): Disposer {
    const site = this.#site(account);
    site.accounts.push(account);
    if (site.accounts.length === 1) void this.#fetch(site);
    return () => {
      const index = site.accounts.indexOf(account);
      if (index >= 0) site.accounts.splice(index, 1);
      // The list itself stays: orders of a stopped account are still shown by it.
      if (site.accounts.length === 0) site.cancel();
    };
  }

  find(account: Account, symbol: string): Instrument | null {
    return this.#sites.get(siteOf(account))?.bySymbol.get(symbol) ?? null;
  }

  /** The instrument of two assets. */
  pair(account: Account, base: string, quote: string): Instrument | null {
    return this.#sites.get(siteOf(account))?.byPair.get(`${base}/${quote}`) ?? null;
  }

  /** Whether any instrument has it on either side. */
  hasAsset(account: Account, asset: string): boolean {
    const list = this.#sites.get(siteOf(account))?.bySymbol.values() ?? [];
    return [...list].some(({ base, quote }) => base === asset || quote === asset);
  }

  /** Reads the list anew, since an exchange's refusal said that ours is out of date; not more often than this. */
  outdated(account: Account): void {
    const site = this.#sites.get(siteOf(account));
    if (site === undefined || site.isFetching) return;
    if (this.#parts.clock.monotonic() - site.fetchedAtMs >= ANEW_MS) void this.#fetch(site);
  }

  isLoaded(account: Account): boolean {
    return this.#sites.get(siteOf(account))?.isLoaded ?? false;
  }

  search(
    account: Account,
    text: string,
    limit: number,
  ): { readonly instruments: readonly Instrument[]; readonly isLoaded: boolean } {
    const site = this.#sites.get(siteOf(account));
    if (site === undefined) return { instruments: [], isLoaded: false };
    return { instruments: searchInstruments([...site.bySymbol.values()], text, limit), isLoaded: site.isLoaded };
  }

  #site(account: Account): Site {
    const name = siteOf(account);
    const known = this.#sites.get(name);
    if (known !== undefined) return known;
    const made: Site = {
      accounts: [],
      bySymbol: new Map(),
      byPair: new Map(),
      fetchedAtMs: Number.NEGATIVE_INFINITY,
      isFetching: false,
      isLoaded: false,
      tries: 0,
      cancel: () => undefined,
    };
    this.#sites.set(name, made);
    return made;
  }

  async #fetch(site: Site): Promise<void> {
    const account = site.accounts[0];
    if (account === undefined) return;
    site.isFetching = true;
    site.fetchedAtMs = this.#parts.clock.monotonic();
    const list = await this.#ask(account);
    site.isFetching = false;
    if (list !== null) {
      site.bySymbol = new Map(list.map((instrument) => [instrument.symbol, instrument]));
      site.byPair = pairsOf(list);
      site.isLoaded = true;
    }
    if (site.accounts.length === 0) return;
    site.tries = list === null ? site.tries + 1 : 0;
    const { clock, random } = this.#parts;
    // An older list stays in use until a newer one comes.
    const inMs =
      list === null
        ? backoffMs(retry, site.tries, random.fraction())
        : Math.min(REFRESH_MS, this.#untilChange(account, list));
    site.cancel();
    site.cancel = clock.wakeAt(clock.monotonic() + inMs, () => void this.#fetch(site));
  }

  /** Ms until the first announced change of a rule has come into force. */
  #untilChange(account: Account, list: readonly Instrument[]): number {
    const { changesAtMs } = exchange(account.exchange).instruments;
    const nowMs = this.#parts.clock.now();
    const ahead = list.flatMap((instrument) => changesAtMs(instrument)).filter((atMs) => atMs > nowMs);
    return ahead.length === 0 ? REFRESH_MS : Math.min(...ahead) - nowMs + AFTER_CHANGE_MS;
  }

  async #ask(account: Account): Promise<readonly Instrument[] | null> {
    const { instruments } = exchange(account.exchange);
    const request = instruments.request(null);
    const answer = await this.#parts.client.send({
      account,
      request,
      caller: 'app',
      lane: 'background',
      withinMs: WITHIN_MS,
    });
    const list = answer.ok ? instruments.read(answer.value.reply.json) : answer;
    // No instrument at all is no list.
    return list.ok && list.value.length > 0 ? list.value : null;
  }
}

function pairsOf(list: readonly Instrument[]): ReadonlyMap<string, Instrument> {
  const pairs = new Map<string, Instrument>();
  for (const instrument of list) {
    const name = `${instrument.base}/${instrument.quote}`;
    if (instrument.isTrading || !pairs.has(name)) pairs.set(name, instrument);
  }
  return pairs;
}
