import type { PracticeRequest } from '../../core/request.ts';
import { authenticate, environmentOf, permits, type SignedRequest } from '../access/authenticate.ts';
import type { OkxState } from '../exchange/state.ts';
import { findEndpoint, type Endpoint } from '../facts/endpoints.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import type { CancelAllAfter } from '../orders/cancel-all-after.ts';
import { textOf, type Fields } from '../orders/ticket.ts';
import { endpointRefusal, gatewayRefusal, html, ok, type Reply } from '../wire/envelope.ts';
import type { Answer, PrivateCall, PrivateHandler } from './call.ts';
import { privateHandlers, PUBLIC_HANDLERS } from './handlers.ts';
import { isFields, OPERATION_ROUTES, parseJson, serveOperation } from './operations.ts';

/** The front door: method, route, address counters, signature, permission, user counters, body, endpoint. */
export class Gateway {
  readonly #state: OkxState;
  readonly #timers: CancelAllAfter;
  readonly #privateHandlers: Readonly<Record<string, PrivateHandler>> = privateHandlers();

  constructor(state: OkxState, timers: CancelAllAfter) {
    this.#state = state;
    this.#timers = timers;
  }

  serve(request: PracticeRequest): Reply {
    if (request.method !== 'GET' && request.method !== 'POST') return gatewayRefusal(refuse('50115'));
    const endpoint = findEndpoint(request.method, request.path);
    if (endpoint === 'unknown') return html(404, 'Not Found');
    if (endpoint === 'wrong-method') return gatewayRefusal(refuse('50115'));
    return endpoint.permission === 'public'
      ? this.#servePublic(request, endpoint)
      : this.#servePrivate(request, endpoint);
  }

  #servePublic(request: PracticeRequest, endpoint: Endpoint): Reply {
    const query = new URLSearchParams(request.query);
    if (!this.#takes(request, endpoint, '', query, {})) return this.#tooMany();
    const handler = PUBLIC_HANDLERS[request.path];
    if (handler === undefined) return html(404, 'Not Found');
    const state = this.#state;
    return replyOf(handler({ state, nowMs: state.nowMs(), query, environment: environmentOf(request.headers) }));
  }

  #servePrivate(request: PracticeRequest, endpoint: Endpoint): Reply {
    const state = this.#state;
    const signed = authenticate(signedOf(request), state, state.nowMs());
    if ('refusal' in signed) return gatewayRefusal(signed.refusal);
    const { key } = signed;
    const { permission } = endpoint;
    if (permission !== 'public' && !permits(key, permission)) return gatewayRefusal(refuse('50120'));
    const uid = state.uidOf(key.accountId);
    const badType = contentTypeRefusal(request);
    const route = request.method === 'POST' ? OPERATION_ROUTES[request.path] : undefined;
    if (route !== undefined) {
      const expTime = request.headers['exptime'] ?? '';
      return serveOperation({ state, key, uid, route, bodyText: request.body, expTime, badType });
    }
    const query = new URLSearchParams(request.query);
    const body = parseJson(request.body);
    const fields = isFields(body) ? body : {};
    if (!this.#takes(request, endpoint, uid, query, fields)) return this.#tooMany();
    const refusal = badType ?? bodyRefusal(request, body);
    if (refusal !== undefined) return endpointRefusal(refusal);
    return this.#answer(request.path, {
      state,
      key,
      uid,
      query,
      fields,
      accountId: key.accountId,
      nowMs: state.nowMs(),
      timers: this.#timers,
      environment: environmentOf(request.headers),
    });
  }

  #answer(path: string, call: PrivateCall): Reply {
    const handler = this.#privateHandlers[path];
    return handler === undefined ? html(404, 'Not Found') : replyOf(handler(call));
  }

  #takes(request: PracticeRequest, endpoint: Endpoint, uid: string, query: URLSearchParams, fields: Fields): boolean {
    const caller = {
      ip: request.ip,
      uid,
      instType: query.get('instType') ?? '',
      instId: query.get('instId') ?? '',
      tag: textOf(fields, 'tag') ?? '',
    };
    return this.#state.meter.takeRequest(request.path, endpoint, caller, this.#state.nowMs());
  }

  #tooMany(): Reply {
    return gatewayRefusal(refuse('50011'), this.#state.settings.rateLimitStatus);
  }
}

function replyOf(answer: Answer): Reply {
  return 'data' in answer ? ok(answer.data) : endpointRefusal(answer.refusal);
}

function signedOf({ method, path, query, headers, body, ip }: PracticeRequest): SignedRequest {
  return { method, target: query === '' ? path : `${path}?${query}`, headers, body, ip };
}

function contentTypeRefusal({ method, headers }: PracticeRequest): Refusal | undefined {
  if (method !== 'POST') return undefined;
  return (headers['content-type'] ?? '').startsWith('application/json') ? undefined : refuse('50006');
}

function bodyRefusal({ method, body }: PracticeRequest, parsed: unknown): Refusal | undefined {
  if (method !== 'POST') return undefined;
  if (body === '') return refuse('50000');
  return isFields(parsed) ? undefined : refuse('50002');
}
