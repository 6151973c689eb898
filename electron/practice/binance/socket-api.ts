import type { ConnectionDecision, ConnectionHandlers, PracticeConnection, UpgradeRequest } from '../core/connection.ts';
import { jsonReply } from '../core/request.ts';
import { htmlReply } from '../core/switches.ts';
import { orderCountRows } from './account.ts';
import type { Answer } from './answer.ts';
import { refused } from './answer.ts';
import type { BinanceApp, Endpoint } from './app.ts';
import { endpoints } from './endpoints.ts';
import { rejectedKey } from './errors.ts';
import type { Claim } from './gate.ts';
import { admit } from './gate.ts';
import { exchangeInfo } from './general.ts';
import { startHeartbeat } from './heartbeat.ts';
import { perform } from './http.ts';
import { weightOf } from './limits.ts';
import { paramsOfJson, textOf } from './params.ts';
import { SOCKET_METHODS } from './socket-methods.ts';
import { SocketSession } from './socket-session.ts';

/** Connecting, and each `session.*` or `userDataStream.*` call (web-socket-api.md, 2026-07). */
const SESSION_WEIGHT = 2;

interface SocketRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Lets a client in to the WebSocket API, unless its ip is shut out or opens too many connections. */
export function acceptSocketApi(app: BinanceApp, upgrade: UpgradeRequest): ConnectionDecision {
  const refusal = refusalOf(app, upgrade.ip, 'api');
  if (refusal !== null) return refusal;
  const stop = app.usage.chargeApi(upgrade.ip, SESSION_WEIGHT, false);
  if (stop !== null) return refuse(stop.error);
  return {
    kind: 'accept',
    attach: (connection) => attach(app, connection, !/(^|&)returnRateLimits=false/.test(upgrade.query)),
  };
}

/** Firewall, ban and the count of connections, for both kinds of socket. */
export function refusalOf(app: BinanceApp, ip: string, kind: 'api' | 'streams'): ConnectionDecision | null {
  const nowMs = app.nowMs();
  if (app.usage.bans.isBlocked(ip, nowMs)) return { kind: 'refuse', reply: htmlReply(403) };
  const ban = app.usage.bans.stopOf(ip, nowMs);
  if (ban !== null) return refuse(ban.error);
  return app.usage.mayConnect(kind === 'api' ? ip : `${ip} streams`)
    ? null
    : refuse({ status: 429, code: -1034, msg: 'Too many connections.' });
}

function refuse(error: { readonly status: number; readonly code: number; readonly msg: string }): ConnectionDecision {
  return { kind: 'refuse', reply: jsonReply(error.status, { code: error.code, msg: error.msg }) };
}

function attach(app: BinanceApp, connection: PracticeConnection, returnsLimits: boolean): ConnectionHandlers {
  const session = new SocketSession(app, connection);
  const heartbeat = startHeartbeat(connection, app.clock);
  // A ban cuts the connections of its ip (CHANGELOG 2023-03-13), after the reply that brought it has left.
  const stopListening = app.usage.bans.on((ip) => {
    if (ip === connection.ip) app.clock.after(0, () => connection.terminate());
  });
  return {
    message: (text) => void respond(app, connection, session, returnsLimits, text),
    pong: (payload) => heartbeat.pong(payload),
    closed: () => {
      heartbeat.stop();
      stopListening();
      session.close();
    },
  };
}

async function respond(
  app: BinanceApp,
  connection: PracticeConnection,
  session: SocketSession,
  returnsLimits: boolean,
  text: string,
): Promise<void> {
  const request = readRequest(text);
  if (request === null)
    return connection.send(
      JSON.stringify({ id: null, status: 400, error: { code: -1135, msg: 'Invalid JSON Request' } }),
    );
  if (session.dropIfRevoked()) {
    connection.send(
      JSON.stringify({ id: null, status: rejectedKey.status, error: { code: rejectedKey.code, msg: rejectedKey.msg } }),
    );
  }
  const { result, countsOf } = await answer(app, connection, session, request);
  const wantsLimits = request.params['returnRateLimits'];
  const limits = (typeof wantsLimits === 'boolean' ? wantsLimits : returnsLimits)
    ? rateLimits(app, connection.ip, countsOf)
    : undefined;
  connection.send(JSON.stringify({ id: request.id, ...body(app, result), rateLimits: limits }));
}

interface Answered {
  readonly result: Answer;
  /** Account whose order counts the reply shows. */
  readonly countsOf: string | null;
}

async function answer(
  app: BinanceApp,
  connection: PracticeConnection,
  session: SocketSession,
  request: SocketRequest,
): Promise<Answered> {
  const { ip } = connection;
  const params = paramsOfJson(request.params);
  const name = SOCKET_METHODS[request.method];
  const endpoint = name === undefined ? undefined : endpoints[name];
  const ban = app.usage.bans.stopOf(ip, app.nowMs());
  if (ban !== null) return plain(refused({ ...ban.error, retryAtMs: ban.retryAtMs }));
  const weight = endpoint === undefined ? SESSION_WEIGHT : weightOf(endpoint.weight, params);
  const stop = app.usage.chargeApi(ip, weight, false);
  if (stop !== null) return plain(refused({ ...stop.error, retryAtMs: stop.retryAtMs }));
  const hasOwnKey = params.has('apiKey');
  const claim: Claim = {
    apiKey: params.get('apiKey'),
    params,
    payload: payloadOf(request.params),
    ip,
    sessionKey: hasOwnKey ? null : session.key(),
  };
  if (endpoint !== undefined) return call(app, endpoint, request.method, claim, weight);
  const known = session.handle(request.method, params, claim);
  return plain(known ?? refused({ status: 400, code: -1000, msg: `Unknown method '${request.method}'.` }));
}

function plain(result: Answer): Answered {
  return { result, countsOf: null };
}

async function call(
  app: BinanceApp,
  endpoint: Endpoint,
  method: string,
  claim: Claim,
  weight: number,
): Promise<Answered> {
  const admitted = admit(app, endpoint.security, endpoint.required, claim);
  if (!admitted.ok) return plain(admitted);
  const key = admitted.value;
  const made = { params: claim.params, ip: claim.ip, key, accountId: key?.accountId ?? '' };
  if (method === 'exchangeInfo') return plain(exchangeInfo(made, app, true));
  const result = await perform(app, endpoint, made, weight);
  return { result, countsOf: result.ok && endpoint.showsOrderCounts === true ? made.accountId : null };
}

/** Everything but the signature, sorted by name, not encoded (web-socket-api.md, "Signed request", 2026-07). */
export function payloadOf(params: Readonly<Record<string, unknown>>): string {
  return Object.keys(params)
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${textOf(params[name])}`)
    .join('&');
}

function body(app: BinanceApp, result: Answer): object {
  if (result.ok) return { status: 200, result: result.body };
  const { status, code, msg, data, retryAtMs } = result.error;
  // Here retryAfter is an absolute time, other than in the HTTP header (web-socket-api.md, 2026-07).
  const extra = retryAtMs === undefined ? data : { serverTime: app.nowMs(), retryAfter: retryAtMs };
  return { status, error: extra === undefined ? { code, msg } : { code, msg, data: extra } };
}

function rateLimits(app: BinanceApp, ip: string, countsOf: string | null): readonly object[] {
  const counts = countsOf === null ? [] : orderCountRows(app, countsOf);
  const weight = {
    rateLimitType: 'REQUEST_WEIGHT',
    interval: 'MINUTE',
    intervalNum: 1,
    limit: app.usage.limits.weight,
    count: app.usage.weight(ip),
  };
  return [...counts, weight];
}

function readRequest(text: string): SocketRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || typeof value['method'] !== 'string') return null;
  const params = value['params'];
  return {
    id: value['id'] ?? null,
    method: value['method'].replace(/^v3\//, ''),
    params: isRecord(params) ? params : {},
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
