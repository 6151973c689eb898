import type { NewKey, PracticeKey } from '../../core/accounts.ts';
import type { ConnectionAcceptor } from '../../core/connection.ts';
import { Neighbour } from '../../core/neighbour.ts';
import { type GivenKey, grantedIn, type NewKeyRequest } from '../../core/new-key.ts';
import type { PracticeHandler, PracticeReply, PracticeRequest } from '../../core/request.ts';
import { withSwitches, type SwitchDialect } from '../../core/switches.ts';
import type { Environment } from '../access/authenticate.ts';
import type { Usage } from '../access/meter.ts';
import { refuse } from '../facts/errors.ts';
import { CancelAllAfter } from '../orders/cancel-all-after.ts';
import { Gateway } from '../rest/gateway.ts';
import { SocketHub } from '../socket/hub.ts';
import { endpointRefusal, type Reply } from '../wire/envelope.ts';
import { neighbourTargets } from './neighbours.ts';
import { OkxState, type OkxStateOptions } from './state.ts';

/** Served even during maintenance. */
const ALWAYS_SERVED = ['/api/v5/system/status', '/api/v5/public/time'];

export interface NewAccount {
  readonly id: string;
  /** Trading account, currency → plain decimal text. */
  readonly balances: Readonly<Record<string, string>>;
  /** Funding account; empty by default. */
  readonly funding?: Readonly<Record<string, string>>;
  /** The master account, where this is a standard sub-account. */
  readonly mainId?: string;
}

export interface NewOkxKey extends Omit<NewKey, 'createdAtMs' | 'kind'> {
  readonly passphrase: string;
  /** Default `live`. */
  readonly environment?: Environment;
}

/** The practice OKX without a socket: requests and connections go in, replies and pushes come out. */
export class PracticeOkxExchange {
  readonly state: OkxState;
  readonly hub: SocketHub;
  readonly neighbour: Neighbour;
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
  readonly #timers: CancelAllAfter;

  constructor(options: OkxStateOptions) {
    this.state = new OkxState(options);
    const { state } = this;
    this.hub = new SocketHub(state);
    this.#timers = new CancelAllAfter(state);
    this.neighbour = new Neighbour(
      state.clock,
      () => state.nowMs(),
      state.random.fork('neighbour'),
      neighbourTargets(state),
    );
    const gateway = new Gateway(state, this.#timers);
    const serve: PracticeHandler = (request) => Promise.resolve(this.#dressed(gateway.serve(request)));
    const dialect: SwitchDialect = {
      timeoutReply: () => this.#dressed(endpointRefusal(refuse('50004'))),
      maintenanceReply: ({ path }) =>
        ALWAYS_SERVED.includes(path) ? null : this.#dressed(endpointRefusal(refuse('50001'))),
      useOf: (request) => this.#useOf(request),
    };
    this.handle = withSwitches(serve, state.switches, dialect, options.clock, state.random.fork('latency'));
    this.accept = (upgrade) => this.hub.accept(upgrade);
  }

  openAccount({ id, balances, funding, mainId }: NewAccount): void {
    const { ledger } = this.state.accounts.open(id, balances, this.state.nowMs());
    // The opening balances are no news to the first balance event.
    ledger.takeTouched();
    if (funding !== undefined) this.state.funding.set(id, funding);
    if (mainId !== undefined) this.state.mainIds.set(id, mainId);
  }

  addKey({ environment = 'live', ...key }: NewOkxKey): PracticeKey {
    this.state.setEnvironment(key.apiKey, environment);
    return this.state.accounts.addKey({ ...key, createdAtMs: this.state.nowMs() });
  }

  /** Makes a key as the site does; an account that does not exist is opened as a sub-account of the first. */
  issueKey(request: NewKeyRequest): GivenKey {
    if (request.publicKeyPem !== undefined) throw new Error('OKX issues keys with a shared secret only');
    const main = this.state.accounts.all()[0]?.id ?? '';
    const { accountId = main, ips = [], label = '' } = request;
    if (this.state.accounts.find(accountId) === undefined)
      this.openAccount({ id: accountId, balances: {}, mainId: main });
    const { random } = this.state;
    const issued = random.fork(`issued key ${this.state.accounts.allKeys().length}`);
    const hex = (length: number): string => issued.text(length, '0123456789abcdef');
    const apiKey = [8, 4, 4, 4, 12].map(hex).join('-');
    const [secret, passphrase] = [hex(32).toUpperCase(), `Practice-${hex(6)}!`];
    this.addKey({ apiKey, secret, passphrase, accountId, label, ips, permissions: grantedIn(request) });
    return { apiKey, secret, passphrase, accountId };
  }

  /** Deletes a key as its owner would on the site: requests get 50119, connections close with 4007. */
  deleteKey(apiKey: string): void {
    const key = this.state.accounts.key(apiKey);
    if (key !== undefined) key.state = 'deleted';
    this.hub.keyChanged(apiKey);
  }

  /** Every counter that was touched, as it stands now. The exchange itself never tells a client. */
  usage(): readonly Usage[] {
    return this.state.meter.usage(this.state.nowMs());
  }

  /** Stops every timer and ends every connection. */
  close(): void {
    this.neighbour.stop();
    this.#timers.stop();
    this.hub.stop();
    this.state.venue.stop();
  }

  /** Headers as seen in a logged live answer: nothing about limits. */
  #dressed({ status, contentType, text }: Reply): PracticeReply {
    const ray = this.state.random.text(16, '0123456789abcdef');
    return {
      status,
      body: text,
      headers: {
        'content-type': contentType,
        server: 'cloudflare',
        'cf-cache-status': 'DYNAMIC',
        'cf-ray': `${ray}-HKG`,
      },
    };
  }

  /** Share of this caller's tightest counter in use; only worked out while soft throttling is on. */
  #useOf({ ip, headers }: PracticeRequest): number {
    const { state } = this;
    if (state.switches.slowdownRatio === 0) return 0;
    const key = state.accounts.key(headers['ok-access-key'] ?? '');
    const who = key === undefined ? [ip] : [ip, state.uidOf(key.accountId)];
    const shares = this.usage()
      .filter(({ counter }) => who.some((name) => counter.split(' ').includes(name)))
      .map(({ used, capacity }) => used / capacity);
    return Math.min(1, Math.max(0, ...shares));
  }
}
