import type { ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Disposer, SocketConnection, SocketHandlers, SocketTransport } from '../../../electron/engine/ports.ts';
import { connectFeed } from '../../../electron/engine/sockets/feed.ts';
import type { FeedState, SocketPorts } from '../../../electron/engine/sockets/ports.ts';
import { accountOf, ClientRig, type RigOptions, settle } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';

/** One socket as the other side sees it. */
export class FarEnd {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sent: string[] = [];
  /** True once our side closed it. */
  isClosed = false;
  readonly #handlers: SocketHandlers;

  constructor(url: string, headers: Readonly<Record<string, string>>, handlers: SocketHandlers) {
    this.url = url;
    this.headers = headers;
    this.#handlers = handlers;
  }

  async open(): Promise<void> {
    this.#handlers.onOpen();
    await settle();
  }

  async say(message: unknown): Promise<void> {
    this.#handlers.onText(typeof message === 'string' ? message : JSON.stringify(message));
    await settle();
  }

  async hangUp(code = 1006): Promise<void> {
    this.#handlers.onClose(code);
    await settle();
  }

  get messages(): readonly Readonly<Record<string, unknown>>[] {
    return this.sent.map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);
  }
}

/** Opens nothing by itself: the test is the other side of every socket. */
export class ScriptedSockets implements SocketTransport {
  readonly ends: FarEnd[] = [];
  /** Called for each attempt, for other sides that act by themselves. */
  onAttempt: (end: FarEnd) => void = () => undefined;

  open(url: string, headers: Readonly<Record<string, string>>, handlers: SocketHandlers): SocketConnection {
    const end = new FarEnd(url, headers, handlers);
    this.ends.push(end);
    this.onAttempt(end);
    return {
      send: (text) => {
        if (!end.isClosed) end.sent.push(text);
      },
      close: () => {
        end.isClosed = true;
      },
    };
  }

  async close(): Promise<void> {}

  /** The newest. */
  get last(): FarEnd {
    const last = this.ends.at(-1);
    if (last === undefined) throw new Error('No socket was opened');
    return last;
  }
}

export const TOKEN = 'SECRETtokenSECRETtokenSECRETtokenSECRET0001';

/** A feed over the real client and limiter, with the network in the test's hand. */
export class FeedRig extends ClientRig {
  readonly sockets = new ScriptedSockets();
  readonly rows: Omit<ActivityRow, 'id'>[] = [];
  readonly orders: OrderUpdate[] = [];
  readonly states: FeedState[] = [];
  readonly ports: SocketPorts;
  /** In place of a token. */
  tokenReply: unknown = null;

  constructor(options: RigOptions = {}) {
    super(options);
    let tokens = 0;
    const nextToken = (): string => {
      tokens += 1;
      return `${TOKEN}${tokens}`;
    };
    this.transport.always(/GetWebSocketsToken/, () =>
      json(this.tokenReply ?? { error: [], result: { token: nextToken(), expires: 900 } }),
    );
    this.ports = {
      clock: this.clock,
      random: { fraction: () => this.fraction, bytes: (size) => new Uint8Array(size) },
      client: this.client,
      limiter: this.limiter,
      sockets: this.sockets,
      record: (row) => void this.rows.push(row),
      onOrders: (_account, updates) => void this.orders.push(...updates),
      onState: (_account, state) => void this.states.push(state),
    };
  }

  async connect(exchange: ExchangeId): Promise<Disposer> {
    const dispose = connectFeed(accountOf(exchange), this.ports);
    await this.run(0);
    return dispose;
  }

  events(): readonly string[] {
    return this.rows.map(
      ({ endpoint, code }) => endpoint.split(' ').slice(2).join(' ') + (code === null ? '' : ` ${code}`),
    );
  }

  views(bucket: string): readonly BucketView[] {
    return this.limiter.snapshot().filter((view) => view.bucket.id === bucket);
  }

  view(bucket: string, part: string | null = null): BucketView {
    const found = this.views(bucket).find((view) => view.part === part);
    if (found === undefined) throw new Error(`No counter ${bucket} ${part}`);
    return found;
  }
}

export function krakenAck(maxratecount: number, method = 'subscribe'): unknown {
  const maximum = method === 'subscribe' ? { maxratecount } : {};
  return {
    method,
    result: { channel: 'executions', ...maximum, snapshot: true },
    success: true,
    time_in: 'x',
    time_out: 'y',
  };
}

let sequence = 0;

/** One executions message; `number` goes on from the last when it is left out. */
export function executions(reports: readonly object[], number = ++sequence): unknown {
  sequence = number;
  return { channel: 'executions', type: 'update', data: reports, sequence: number };
}

export function report(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    order_id: 'OVN7VD-7VYHS-APBKHA',
    order_status: 'new',
    exec_type: 'new',
    timestamp: '2026-07-01T00:00:00.000000Z',
    ...more,
  };
}

/** A Kraken feed that is subscribed, its snapshot empty. */
export async function subscribedKraken(
  maxratecount = 125,
): Promise<{ readonly rig: FeedRig; readonly end: FarEnd; readonly dispose: Disposer }> {
  const rig = new FeedRig();
  const dispose = await rig.connect('kraken');
  const end = rig.sockets.last;
  await end.open();
  await end.say(krakenAck(maxratecount));
  await end.say(executions([], 1));
  return { rig, end, dispose };
}
