import type { KeyObject } from 'node:crypto';
import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { Grant, KeyFacts } from '../../../shared/model/key.ts';
import type { AccountStanding } from '../../../shared/model/vault.ts';
import type { Balance, OrderTicket, OrderUpdate } from '../../../shared/model/order.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import type { Tier } from '../../../shared/model/storage.ts';
import type { Failure, Result } from '../../../shared/contract/failure.ts';
import type { ExchangeReply, ExchangeRequest, SignedRequest } from '../http.ts';
import type { KeyRules } from './key-rules.ts';
import type { Limits } from './limit-rules.ts';
import type { QuoteSource } from './quote-source.ts';
import type { Sockets } from './socket-feed.ts';
import type { TicketRules } from './ticket-rules.ts';
import type { AmendChange, AmendTarget, LookUpStep, OrderIds, OrderQuestion } from './order-question.ts';

/** Private half of a key, already in the form the algorithm wants; never printed, never serialised. */
export type SigningKey =
  | { readonly algorithm: 'hmac'; readonly key: KeyObject }
  | { readonly algorithm: 'ed25519'; readonly key: KeyObject }
  | { readonly algorithm: 'rsa'; readonly key: KeyObject };

export interface Credential {
  readonly apiKey: string;
  readonly signing: SigningKey;
  /** OKX only; null elsewhere. */
  readonly passphrase: { use<Output>(action: (value: string) => Output): Output } | null;
}

/** Time and nonce of one signature, taken after admission. */
export interface Stamp {
  /** The exchange's clock as we know it, epoch ms. */
  readonly serverMs: number;
  /** Kraken: strictly rising per key. */
  readonly nonce: bigint;
  /** How long the request may stay valid, ms: Binance recvWindow, OKX expTime. */
  readonly validForMs: number;
}

export interface Hosts {
  /** `https://host[:port]`, no path. */
  readonly rest: string;
  /** Named sockets, as `public`, `private`, `api`, `streams`. */
  readonly sockets: Readonly<Record<string, string>>;
  /** Sent with every call (OKX demo trading's flag, a User-Agent where the exchange asks for one). */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an answer means once status, code and text are read. */
export interface Verdict {
  readonly failure: Failure;
  /** For a call that changes something: was it surely not done, or must we look? */
  readonly execution: 'not-executed' | 'unknown';
  readonly retry: 'never' | 'after-delay' | 'after-clock-sync' | 'with-new-nonce';
  /** The scope that must keep quiet, and for how long, where the answer says so. */
  readonly gate: VerdictGate | null;
}

export interface VerdictGate {
  readonly cause: 'rate-limited' | 'banned' | 'firewall' | 'throttled' | 'maintenance';
  /** `bucket`: only the buckets this call was charged to. */
  readonly scope: 'ip' | 'account' | 'key' | 'bucket';
  /** With scope `bucket`: which of the charged buckets, by id; absent: all of them. */
  readonly buckets?: readonly string[];
  /** Where no document knows a ban behind it, a cancel may try its luck. */
  readonly sparesCancels?: boolean;
  /** Strictly parsed and clamped, ms from the reply; null: to the end of the exhausted window. */
  readonly forMs: number | null;
}

export type ReadOutcome = { readonly kind: 'success' } | { readonly kind: 'failure'; readonly verdict: Verdict };

/** What a parser may need to know about the call it reads the answer of. */
export interface ReplyContext {
  readonly endpoint: string;
  readonly request: ExchangeRequest;
  /** Local wall time of the answer corrected by the server offset, epoch ms. */
  readonly serverMs: number;
}

/** Exchange time inside the answer, where it gives it: how long the call spent there, ms. */
export type ExchangeTime = number | null;

export interface PlacedOrder {
  readonly request: ExchangeRequest;
  readonly clientOrderId: string;
}

/** An order as somebody needs it who only wants it gone: its symbol in the exchange's own words, and when it was placed. */
export interface Resting extends OrderIds {
  readonly symbol: string;
  /** Exchange time, epoch ms; null: not told. */
  readonly placedAtMs: number | null;
}

export interface SweepPage {
  readonly resting: readonly Resting[];
  /** The call for what follows; null: this was the last page. */
  readonly next: ExchangeRequest | null;
}

/**
 * Everything that rests, of whatever kind, listed and cancelled with as little reading as can be: a field that cannot be
 * understood must not keep an order from being cancelled.
 */
export interface Sweep {
  list(symbol: string | null): ExchangeRequest;
  read(body: unknown, symbol: string | null): Result<SweepPage>;
  /** Orders that one call cancels. */
  readonly most: number;
  /** `most` orders at most, each with an id. */
  cancel(orders: readonly [Resting, ...Resting[]]): ExchangeRequest;
}

/** An open order as a list shows it. */
export interface ListedOrder {
  /** Every name the order goes by. */
  readonly ids: readonly string[];
  readonly instrument: string;
  /** Exchange time, epoch ms. */
  readonly madeAtMs: number;
  /** It was changed since, and nobody says when. */
  readonly isAmended: boolean;
}

/** Seconds; `refreshS`: how often it is to be set again. */
export interface DeadMan {
  readonly minS: number;
  readonly maxS: number;
  readonly refreshS: number;
  /** 0 turns it off. */
  request(timeoutS: number): ExchangeRequest;
  /** Exchange time at which it fires, epoch ms; null: off. */
  readFiresAt(body: unknown): Result<number | null>;
}

/** For exchanges that know one instrument by several names, so that it is counted and shown under one. */
export interface PartNaming {
  /** What is known before the exchange's own list: any name → the one shown. */
  readonly known: ReadonlyMap<string, string>;
  aliases(instruments: readonly Instrument[]): ReadonlyMap<string, string>;
  /** Own symbols and the names shown → the symbol an instrument is listed by; none for a name that several share. */
  readonly knownSymbols: ReadonlyMap<string, string>;
  symbols(instruments: readonly Instrument[]): ReadonlyMap<string, string>;
}

export interface ExchangeDefinition {
  readonly id: ExchangeId;
  readonly name: string;
  readonly limits: Limits;
  /** Every code its facts page lists as worth handling, for the conformance test and the docs. */
  readonly documentedCodes: readonly string[];
  readonly environments: {
    /** By region; `global` always exists for live. Null: the exchange has no such environment. */
    readonly live: Readonly<Record<string, Hosts>>;
    readonly testnet: Readonly<Record<string, Hosts>> | null;
    /** Practice exchanges choose their port at start: given its origin, the same hosts on loopback. */
    practice(restOrigin: string, socketOrigin: string): Hosts;
  };
  readonly signer: {
    /** True where every signature needs a nonce that rises in the order of arrival (Kraken). */
    readonly usesNonce: boolean;
    sign(request: ExchangeRequest, credential: Credential, stamp: Stamp): SignedRequest;
    /** Turns what the user pasted into a key; the failure says what is wrong with it. */
    importSecret(secretText: string): Result<SigningKey>;
    /** Calls that need no signature still carry what the exchange wants. */
    unsigned(request: ExchangeRequest): SignedRequest;
  };
  readonly readings: {
    /** Every usage and capacity the answer carries; malformed ones are left out. */
    read(reply: ExchangeReply, context: ReplyContext): readonly Reading[];
    /** The same for a WebSocket message. */
    readSocket(message: unknown): readonly Reading[];
    exchangeTimeMs(reply: ExchangeReply): ExchangeTime;
  };
  readonly errors: {
    outcome(reply: ExchangeReply, context: ReplyContext): ReadOutcome;
    /** By code alone, for tests and WebSocket errors. */
    classify(code: string, message: string): Verdict;
  };
  readonly permissions: {
    /** The call that tells what the key may do; null where the environment has none. */
    request(environment: Environment): ExchangeRequest | null;
    read(body: unknown): Result<KeyFacts>;
    /** Asked as well where `read` does not tell whose key it is: the exchange's own name of the account. */
    readonly identity: { request(): ExchangeRequest; read(body: unknown): string | null } | null;
    /** What the exchange holds against an account, asked with each check; null: it has no such calls. */
    readonly standing: {
      requests(environment: Environment): readonly ExchangeRequest[];
      /** The bodies in the order of the requests, null for one that was not answered. */
      read(bodies: readonly unknown[]): AccountStanding | null;
    } | null;
    /** Which grant the endpoint `METHOD /path` needs, by table or by its path; null: none. */
    needed(endpoint: string): Grant | null;
    readonly rules: KeyRules;
    /**
     * Why the key may not see all that became of orders between two exchange times, epoch ms, so that an absence proves
     * nothing; null: it sees it all.
     */
    blindSpot(facts: KeyFacts, fromMs: number, toMs: number): string | null;
  };
  readonly instruments: {
    request(symbols: readonly string[] | null): ExchangeRequest;
    read(body: unknown): Result<readonly Instrument[]>;
    /** Times at which announced changes of its rules come into force, epoch ms; empty where none are announced. */
    changesAtMs(instrument: Instrument): readonly number[];
  };
  readonly ticketRules: TicketRules;
  readonly orders: {
    newClientOrderId(random: (size: number) => Uint8Array): string;
    place(ticket: OrderTicket, instrument: Instrument, clientOrderId: string, stamp: Stamp): ExchangeRequest;
    /** Parameters of `place` that carry the moment of sending, so that they are no part of what is reviewed. */
    readonly volatileParams: readonly string[];
    cancel(symbol: string, clientOrderId: string): ExchangeRequest;
    /** By whichever id is known; an order placed elsewhere may have the exchange's alone. */
    cancelBy(symbol: string, ids: OrderIds): ExchangeRequest;
    /** Changes price or quantity of a resting order; null: not with such an order at this exchange. */
    amend(order: AmendTarget, change: AmendChange): ExchangeRequest | null;
    /** True where a good answer means that it is changed; false: only that the wish was taken. */
    readonly isAmendDone: boolean;
    /** Cancels everything, or all of one symbol, in one call; null: only one by one. */
    cancelAll(symbol: string | null): ExchangeRequest | null;
    /** Has the exchange judge an order without placing it; null: it cannot. */
    dryRun(ticket: OrderTicket, instrument: Instrument, clientOrderId: string, stamp: Stamp): ExchangeRequest | null;
    /** Cancels everything when it is not set again in time; null: the exchange has none. */
    readonly deadMan: DeadMan | null;
    /** Calls to make, in order, to find out what became of an order; by the exchange's own id where it is known. */
    lookUp(question: OrderQuestion): readonly LookUpStep[];
    /**
     * So long after an order was sent everything that could have become of it is still shown, ms; later its absence
     * proves nothing.
     */
    readonly absenceProvesForMs: number;
    open(symbol: string | null): ExchangeRequest;
    /** What asks for the rest of a list whose page this answer is; null: it was the last. */
    nextPage(request: ExchangeRequest, body: unknown): ExchangeRequest | null;
    balances(): ExchangeRequest;
    /** Reads the answer of any of the calls above, and of history calls. */
    readOrders(body: unknown, context: { readonly endpoint: string }): Result<readonly OrderUpdate[]>;
    /** Reads one WebSocket message; empty when it is about something else. */
    readSocketOrders(message: unknown): Result<readonly OrderUpdate[]>;
    readBalances(body: unknown): Result<readonly Balance[]>;
  };
  readonly sweep: Sweep;
  /** How old the orders of an answer are, where cancelling is priced by age; null: it is not. */
  readonly readBirths: ((body: unknown, context: { readonly endpoint: string }) => readonly ListedOrder[]) | null;
  readonly sockets: Sockets;
  readonly quotes: QuoteSource;
  /** Null: every instrument has one name. */
  readonly partNames: PartNaming | null;
  /** Limits of an account whose tier its user names; what the exchange itself tells wins. Null: there are no tiers. */
  readonly tierLimits: ((tier: Tier) => readonly Reading[]) | null;
  readonly probes: {
    time(): ExchangeRequest;
    /** Step of the exchange's clock, ms: 1, or 1,000 where it gives whole seconds. */
    readonly timeResolutionMs: number;
    /** Server time, epoch ms. */
    readTime(body: unknown): Result<number>;
    /** Calls at start that teach capacities (exchangeInfo, account-rate-limit); may be empty. */
    limits(): readonly ExchangeRequest[];
    status(environment: Environment): ExchangeRequest | null;
    /** OKX lists maintenance of live and demo together: with an environment, only its own counts. */
    readStatus(body: unknown, environment?: Environment): Result<{ readonly isUp: boolean; readonly detail: string }>;
  };
}
