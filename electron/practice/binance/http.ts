import { pause } from '../core/clock.ts';
import type { PracticeReply, PracticeRequest } from '../core/request.ts';
import { jsonReply } from '../core/request.ts';
import { htmlReply } from '../core/switches.ts';
import type { Answer, ApiError } from './answer.ts';
import { refused } from './answer.ts';
import type { BinanceApp, Call, Endpoint } from './app.ts';
import { endpointOf } from './endpoints.ts';
import { badTimeUnit, duplicateParams } from './errors.ts';
import type { Claim } from './gate.ts';
import { admit, timeProblem } from './gate.ts';
import { weightOf } from './limits.ts';
import type { Params } from './params.ts';
import { readParams, restPayload } from './params.ts';
import { inMicroseconds, timeUnitOf } from './time-unit.ts';

/** Words the firewall takes for an attack when they stand alone in a value (rest-api.md warns of "SQL keywords", 2026-07). */
const SQL_WORDS = /\b(select|insert|update|delete|drop|union|alter|truncate|exec)\b/i;

type Headers = Record<string, string>;

/** Answers one HTTP request, in the order of checks the exchange is taken to have. */
export async function handleHttp(app: BinanceApp, request: PracticeRequest): Promise<PracticeReply> {
  const endpoint = endpointOf(request.method, request.path);
  if (endpoint === undefined) return notFound(app, request);
  const params = readParams(request.query, request.body);
  const shut = frontDoor(app, request, params);
  if (shut !== null) return shut;
  const weight = params === null ? 1 : weightOf(endpoint.weight, params);
  const { usage } = app;
  const stop = isApi(request)
    ? usage.chargeApi(request.ip, weight, true)
    : usage.chargeSapi(request.ip, request.path, weight);
  if (stop !== null) return dress(app, request, refused(stop.error), stop.retryAtMs, null);
  if (params === null) return dress(app, request, refused(duplicateParams), null, null);
  if (isApi(request) && timeUnitOf(request.headers['x-mbx-time-unit']) === null)
    return dress(app, request, refused(badTimeUnit), null, null);
  return answer(app, request, endpoint, params, weight);
}

async function answer(
  app: BinanceApp,
  request: PracticeRequest,
  endpoint: Endpoint,
  params: Params,
  weight: number,
): Promise<PracticeReply> {
  const claim: Claim = {
    apiKey: request.headers['x-mbx-apikey'],
    params,
    payload: restPayload(request.query, request.body),
    ip: request.ip,
  };
  const admitted = admit(app, endpoint.security, endpoint.required, claim);
  if (!admitted.ok) return dress(app, request, admitted, null, null);
  const key = admitted.value;
  const call: Call = { params, ip: request.ip, key, accountId: key?.accountId ?? '' };
  const result = await perform(app, endpoint, call, weight);
  const countsOf = result.ok && endpoint.showsOrderCounts === true ? call.accountId : null;
  return dress(app, request, result, retryOf(result), countsOf);
}

/** Runs an admitted call: on to the engine with its later time checks, and the weight back when success is free. */
export async function perform(app: BinanceApp, endpoint: Endpoint, call: Call, weight: number): Promise<Answer> {
  const late = endpoint.reachesEngine === true ? await passBroker(app, call) : null;
  if (late !== null) {
    // A request that is late at the second check costs an order slot too (CHANGELOG 2025-05-22).
    if (endpoint.showsOrderCounts === true) app.usage.countOrders(call.accountId, 1);
    return refused(late);
  }
  const result = endpoint.run(call, app);
  if (result.ok && (endpoint.isFreeOnSuccess === true || result.isFree === true)) app.usage.refund(call.ip, weight);
  return result;
}

async function passBroker(app: BinanceApp, { params }: Call): Promise<ApiError | null> {
  await pause(app.clock, app.delays.beforeEngineMs);
  const second = timeProblem(params, app.nowMs());
  if (second !== null) return second;
  await pause(app.clock, app.delays.leavingBrokerMs);
  return timeProblem(params, app.nowMs());
}

/** Firewall and ban: what is answered before anything is counted. */
function frontDoor(app: BinanceApp, request: PracticeRequest, params: Params | null): PracticeReply | null {
  const nowMs = app.nowMs();
  const { bans } = app.usage;
  if (bans.isBlocked(request.ip, nowMs)) return htmlReply(403);
  const stop = isApi(request) ? bans.stopOf(request.ip, nowMs) : null;
  if (stop !== null) return dress(app, request, refused(stop.error), stop.retryAtMs, null);
  if (params === null || !params.values().some((value) => SQL_WORDS.test(value))) return null;
  bans.block(request.ip, nowMs);
  return htmlReply(403);
}

/** HTML only for those who ask for it (CHANGELOG 2023-12-04). */
function notFound(app: BinanceApp, request: PracticeRequest): PracticeReply {
  const isBrowser = (request.headers['accept'] ?? '').includes('text/html');
  return isBrowser ? htmlReply(404) : { status: 404, headers: usageHeaders(app, request, null), body: '' };
}

function dress(
  app: BinanceApp,
  request: PracticeRequest,
  result: Answer,
  retryAtMs: number | null,
  countsOf: string | null,
): PracticeReply {
  const headers = usageHeaders(app, request, countsOf);
  if (retryAtMs !== null) headers['retry-after'] = String(Math.max(1, Math.ceil((retryAtMs - app.nowMs()) / 1000)));
  if (result.ok) {
    const isMicro = isApi(request) && timeUnitOf(request.headers['x-mbx-time-unit']) === 'us';
    return jsonReply(200, isMicro ? inMicroseconds(result.body) : result.body, headers);
  }
  const { status, code, msg, data } = result.error;
  return jsonReply(status, data === undefined ? { code, msg } : { code, msg, data }, headers);
}

function usageHeaders(app: BinanceApp, request: PracticeRequest, countsOf: string | null): Headers {
  const headers: Headers = { 'x-mbx-uuid': app.random.text(32, '0123456789abcdef') };
  if (!isApi(request)) {
    headers['x-sapi-used-ip-weight-1m'] = String(app.usage.sapi(request.ip, request.path));
    return headers;
  }
  const used = String(app.usage.weight(request.ip));
  headers['x-mbx-used-weight'] = used;
  headers['x-mbx-used-weight-1m'] = used;
  if (countsOf !== null) {
    const { in10s, inDay } = app.usage.orders(countsOf);
    headers['x-mbx-order-count-10s'] = String(in10s);
    headers['x-mbx-order-count-1d'] = String(inDay);
  }
  return headers;
}

/** `/sapi` has its own counters, no bans and no time unit. */
function isApi(request: PracticeRequest): boolean {
  return !request.path.startsWith('/sapi/');
}

function retryOf(result: Answer): number | null {
  return result.ok ? null : (result.error.retryAtMs ?? null);
}
