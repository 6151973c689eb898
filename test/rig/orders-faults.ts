import type { ExchangeId } from '../../shared/model/account.ts';
import type { SignedRequest } from '../../electron/engine/http.ts';
import type { SendOptions, TransportFailure, TransportResult } from '../../electron/engine/ports.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { VirtualTransport } from '../support/virtual-transport.ts';

/** What happens to the one request of an order. `isDone`: the exchange takes it all the same. */
export type OrderFault =
  | { readonly kind: 'none' }
  | { readonly kind: 'refused-connect' }
  | { readonly kind: 'reset'; readonly isDone: boolean }
  | { readonly kind: 'stall'; readonly isDone: boolean }
  | { readonly kind: 'bad-reply'; readonly isDone: boolean; readonly status: number }
  | { readonly kind: 'cut'; readonly share: number }
  | {
      readonly kind: 'answer';
      readonly isDone: boolean;
      readonly status: number;
      readonly text: string;
      readonly retryAfterS?: number;
    }
  | { readonly kind: 'late'; readonly afterMs: number }
  | { readonly kind: 'swap'; readonly pair: number }
  | { readonly kind: 'kill-after-send' };

type Carry = (origin: string, request: SignedRequest, options: SendOptions) => Promise<TransportResult>;

const ID = /(?:newClientOrderId|cl_ord_id|clOrdId)"?[=:]"?([\w-]{8,})/;
const PLACE = /\/api\/v3\/order(?:\?|$)|\/trade\/order$|\/AddOrder$/;
const LONELY_MS = 3_000;
const SHAPES = [
  '',
  '{}',
  '[]',
  'null',
  'true',
  '7',
  '{"a":{"b":1}}',
  '[[]]',
  '\ufeff{"x":1}',
  '<html><body>hello</body></html>',
  '{"orderId":',
  '"',
];

/** Client order id of a request that places an order; null for every other. */
export function placedId({ method, target, body }: SignedRequest): string | null {
  if (method !== 'POST' || !PLACE.test(target)) return null;
  return ID.exec(`${target} ${body ?? ''}`)?.[1] ?? null;
}

/** Breaks what goes over the virtual wire as told: orders by plan, everything else by chance while `noise` is above 0. */
export class FaultyWire {
  readonly plans = new Map<string, OrderFault>();
  /** How often each order's request came to the wire. */
  readonly sends = new Map<string, number>();
  /** Share of other private calls that are broken. */
  noise = 0;
  /** Told when an order with such a plan is on its way. */
  onKill: () => void = () => undefined;
  /** Told when an order reaches the wire. */
  onOrder: (id: string) => void = () => undefined;
  readonly #clock: FakeClock;
  readonly #random: PracticeRandom;
  readonly #carry: Carry;
  readonly #swaps = new Map<number, (other: TransportResult) => TransportResult>();

  constructor(transport: VirtualTransport, clock: FakeClock, random: PracticeRandom) {
    this.#clock = clock;
    this.#random = random;
    this.#carry = transport.send.bind(transport);
    transport.send = (origin, request, options) => this.#send(origin, request, options);
  }

  async #send(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult> {
    const id = placedId(request);
    if (id === null) return await this.#other(origin, request, options);
    this.sends.set(id, (this.sends.get(id) ?? 0) + 1);
    this.onOrder(id);
    return await this.#order(this.plans.get(id) ?? { kind: 'none' }, origin, request, options);
  }

  async #order(
    fault: OrderFault,
    origin: string,
    request: SignedRequest,
    options: SendOptions,
  ): Promise<TransportResult> {
    const carry = (): Promise<TransportResult> => this.#carry(origin, request, options);
    switch (fault.kind) {
      case 'none':
        return await carry();
      case 'kill-after-send': {
        const answer = carry();
        this.onKill();
        return await answer;
      }
      case 'refused-connect':
        return failed({ kind: 'not-sent', detail: 'connection refused' });
      case 'reset':
        if (fault.isDone) await carry();
        return failed({ kind: 'no-answer', detail: 'connection reset', timedOut: false });
      case 'stall':
        if (fault.isDone) await carry();
        await this.wait(options.replyTimeoutMs);
        return failed({ kind: 'no-answer', detail: 'no answer in time', timedOut: true });
      case 'bad-reply':
        if (fault.isDone) await carry();
        return failed({ kind: 'bad-reply', status: fault.status, detail: 'cut off' });
      case 'cut': {
        const answer = await carry();
        if (!answer.ok) return answer;
        const { text } = answer.reply;
        return { ok: true, reply: { ...answer.reply, text: text.slice(0, Math.floor(text.length * fault.share)) } };
      }
      case 'answer': {
        if (fault.isDone) await carry();
        return answered(fault.status, fault.text, fault.retryAfterS);
      }
      case 'late':
        this.#clock.wakeAt(this.#clock.monotonic() + fault.afterMs, () => void carry());
        return failed({ kind: 'no-answer', detail: 'connection reset', timedOut: false });
      case 'swap':
        return await this.#swap(fault.pair, await carry());
    }
  }

  // The first of a pair waits for the second and each gets the other's answer; one that stays alone keeps its own.
  async #swap(pair: number, own: TransportResult): Promise<TransportResult> {
    const give = this.#swaps.get(pair);
    if (give !== undefined) {
      this.#swaps.delete(pair);
      return give(own);
    }
    return await new Promise((resolve) => {
      const stop = this.#clock.wakeAt(this.#clock.monotonic() + LONELY_MS, () => {
        this.#swaps.delete(pair);
        resolve(own);
      });
      this.#swaps.set(pair, (other) => {
        stop();
        resolve(other);
        return own;
      });
    });
  }

  async #other(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult> {
    const isPrivate = /order|Order|Cancel|trade|openOrders/.test(request.target);
    if (!isPrivate || this.#random.fraction() >= this.noise) return await this.#carry(origin, request, options);
    const isDone = this.#random.fraction() < 0.5;
    const answer = isDone ? await this.#carry(origin, request, options) : null;
    const kind = this.#random.integer(0, 3);
    if (kind === 0) return failed({ kind: 'no-answer', detail: 'connection reset', timedOut: false });
    if (kind === 1) return answered(pick(this.#random, [408, 500, 502, 503, 504]), '<html>sorry</html>');
    if (kind === 2) return answered(200, pick(this.#random, SHAPES));
    return answer ?? failed({ kind: 'bad-reply', status: 307, detail: 'redirect' });
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.wakeAt(this.#clock.monotonic() + ms, resolve);
    });
  }
}

/** One of everything that can go wrong with an order's request, drawn by chance. */
export function drawFault(exchange: ExchangeId, random: PracticeRandom): OrderFault {
  const isDone = random.fraction() < 0.5;
  const draw = random.integer(0, 19);
  if (draw < 3) return { kind: 'none' };
  if (draw === 3) return { kind: 'refused-connect' };
  if (draw < 7) return { kind: 'reset', isDone };
  if (draw === 7) return { kind: 'stall', isDone };
  if (draw === 8) return { kind: 'bad-reply', isDone, status: pick(random, [200, 307, 308]) };
  if (draw < 11) return { kind: 'cut', share: random.fraction() };
  if (draw === 11)
    return {
      kind: 'answer',
      isDone,
      status: pick(random, [408, 500, 502, 503, 504]),
      text: pick(random, ['<html>no</html>', '', '{}']),
    };
  if (draw < 14) return { kind: 'answer', isDone, status: 200, text: pick(random, SHAPES) };
  if (draw < 17) return { kind: 'late', afterMs: random.integer(200, 18_000) };
  if (draw === 17) return { kind: 'answer', isDone, ...pick(random, UNKNOWN_ANSWERS[exchange]) };
  if (draw === 18) return { kind: 'kill-after-send' };
  return { kind: 'answer', isDone: false, ...pick(random, REFUSALS[exchange]) };
}

interface Worded {
  readonly status: number;
  readonly text: string;
  readonly retryAfterS?: number;
}

// The exchanges' own words for "it may have been done" (error tables of 2026-05 to 2026-08).
const UNKNOWN_ANSWERS: Readonly<Record<ExchangeId, readonly Worded[]>> = {
  binance: [
    { status: 500, text: '{"code":-1007,"msg":"Timeout waiting for response from backend server."}' },
    { status: 503, text: '{"code":-1006,"msg":"An unexpected response was received from the message bus."}' },
    { status: 400, text: '{"code":-1006,"msg":"Execution status unknown."}' },
  ],
  okx: [
    { status: 400, text: '{"code":"50004","msg":"API endpoint request timeout","data":[]}' },
    { status: 200, text: '{"code":"50004","msg":"API endpoint request timeout","data":[]}' },
    { status: 503, text: '{"code":"50026","msg":"System error","data":[]}' },
  ],
  kraken: [
    { status: 520, text: '<html>unknown error</html>' },
    { status: 200, text: '{"error":["EGeneral:Internal error"]}' },
    { status: 502, text: '' },
  ],
};

// And for "no": too many requests, a clock that is off, a nonce that does not rise.
const REFUSALS: Readonly<Record<ExchangeId, readonly Worded[]>> = {
  binance: [
    { status: 429, text: '{"code":-1003,"msg":"Too many requests."}', retryAfterS: 1 },
    { status: 400, text: '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}' },
  ],
  okx: [
    { status: 429, text: '{"code":"50011","msg":"Too Many Requests","data":[]}' },
    { status: 401, text: '{"code":"50102","msg":"Timestamp request expired","data":[]}' },
  ],
  kraken: [
    { status: 200, text: '{"error":["EOrder:Rate limit exceeded"]}' },
    { status: 200, text: '{"error":["EAPI:Invalid nonce"]}' },
    { status: 200, text: '{"error":["EService:Deadline elapsed"]}' },
  ],
};

/** One of a list that is never empty. */
export function pick<Value>(random: PracticeRandom, values: readonly Value[]): Value {
  const value = values[random.integer(0, values.length - 1)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

function failed(failure: TransportFailure): TransportResult {
  return { ok: false, failure, timing: { queueMs: 0, connectMs: 0, firstByteMs: 1, bodyMs: 0 } };
}

function answered(status: number, text: string, retryAfterS?: number): TransportResult {
  const headers = {
    'content-type': ['application/json'],
    ...(retryAfterS === undefined ? {} : { 'retry-after': [String(retryAfterS)] }),
  };
  return {
    ok: true,
    reply: { status, headers, text, timing: { queueMs: 0, connectMs: 0, firstByteMs: 1, bodyMs: 0 } },
  };
}
