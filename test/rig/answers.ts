// Answers nobody should send, drawn by a seed and sent all the same: to the whole client in virtual time, and to every
// parser of the exchange.
import { exchangeIds, type ExchangeId } from '../../shared/model/account.ts';
import type { Result } from '../../shared/contract/failure.ts';
import { Failure } from '../../shared/contract/failure.ts';
import type { ReplyContext } from '../../electron/engine/exchanges/definition.ts';
import { exchange as definitionOf } from '../../electron/engine/exchanges/registry.ts';
import type { ExchangeReply, ExchangeRequest } from '../../electron/engine/http.ts';
import { parseReply } from '../../electron/engine/client/reply-json.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { ClientRig, orderRequests, type Sent } from '../support/client-rig.ts';
import { text as answerOf } from '../support/scripted-transport.ts';
import { type DrawnAnswer, drawAnswer } from './answer-draws.ts';

/** A closed gate must not keep the rest of the answers away for long. */
const ANSWERS_PER_RIG = 20;
const PATIENCE_MS = 2_000;
const LONGEST_GATE_MS = 72 * 3_600_000;

export interface AnswersFigure {
  readonly figure: 'fuzzed-answers';
  readonly answers: number;
  /** Answers that reached the client; the others were read by the parsers alone, behind a closed gate. */
  readonly arrived: number;
  readonly problems: number;
  /** The most of the processor's time that any one of them took, its call and its eight seconds of waiting included, ms. */
  readonly longestMs: number;
  readonly seed: string;
}

export interface AnswersOptions {
  readonly answers: number;
  readonly seed: string;
  readonly onProblem: (text: string) => void;
}

export async function runAnswers({ answers, seed, onProblem }: AnswersOptions): Promise<AnswersFigure> {
  const random = createRandom(seed);
  let problems = 0;
  let arrived = 0;
  let longestMs = 0;
  let rig = new ClientRig();
  for (let number = 0; number < answers; number += 1) {
    if (number % ANSWERS_PER_RIG === 0) rig = new ClientRig();
    const exchange = exchangeIds[number % exchangeIds.length] ?? 'binance';
    const answer = drawAnswer(exchange, random);
    const isOrder = random.fraction() < 0.3;
    const found: string[] = [];
    const from = process.cpuUsage();
    try {
      found.push(...parserFaults(exchange, answer), ...(await clientFaults(rig, exchange, answer, isOrder)));
    } catch (error) {
      found.push(`threw ${error instanceof Error ? error.stack : String(error)}`);
    }
    longestMs = Math.max(longestMs, process.cpuUsage(from).user / 1_000);
    arrived += rig.transport.arrivals.length > 0 ? 1 : 0;
    rig.transport.arrivals.length = 0;
    for (const problem of found)
      onProblem(`${number} ${exchange}: ${problem}\n${JSON.stringify(answer).slice(0, 2_000)}`);
    problems += found.length;
  }
  return { figure: 'fuzzed-answers', answers, arrived, problems, longestMs: Math.ceil(longestMs), seed };
}

/** Sends one call that gets the answer, and looks at what became of it and of the limits. */
async function clientFaults(
  rig: ClientRig,
  exchange: ExchangeId,
  { status, headers, text }: DrawnAnswer,
  isOrder: boolean,
): Promise<readonly string[]> {
  const request = isOrder ? orderRequests[exchange] : definitionOf(exchange).orders.balances();
  rig.transport.always(/./, () => answerOf(text, status, headers));
  const sent: Sent = rig.start(exchange, request, { withinMs: PATIENCE_MS });
  await rig.run(PATIENCE_MS * 4);
  rig.transport.forget();
  const { result } = sent;
  const orders = rig.transport.arrivals.filter((one) => one.request.method === 'POST' && isOrder).length;
  return [
    ...(result === null ? ['the call was never answered'] : []),
    ...(result !== null && !result.ok && !Failure.safeParse(result.failure).success ? ['a failure of no kind'] : []),
    ...(isOrder && orders > 1 ? [`the order left ${orders} times`] : []),
    ...limiterFaults(rig),
    ...(Reflect.get({}, 'polluted') === undefined ? [] : ['every object was changed']),
  ];
}

function limiterFaults(rig: ClientRig): readonly string[] {
  const nowMs = rig.clock.now();
  return [
    ...rig.limiter
      .snapshot()
      .filter(({ used, inFlight }) => !(used >= 0) || !Number.isFinite(used) || inFlight !== 0)
      .map(({ bucket, used, inFlight }) => `${bucket.id} has ${used} used and ${inFlight} in flight`),
    ...rig.limiter
      .gates()
      .filter(({ untilMs }) => !(untilMs - nowMs <= LONGEST_GATE_MS))
      .map(({ key, untilMs }) => `the gate ${key} is closed until ${untilMs}`),
  ];
}

/** Every parser must give a result, whatever it reads; one that throws is caught by the caller. */
function parserFaults(exchange: ExchangeId, { status, headers, text }: DrawnAnswer): readonly string[] {
  const { readings, errors, permissions, instruments, orders, probes } = definitionOf(exchange);
  const json = parseReply(text);
  const reply: ExchangeReply = { status, headers, text, json };
  const request: ExchangeRequest = orders.balances();
  const context: ReplyContext = { endpoint: `${request.method} ${request.path}`, request, serverMs: 1_782_864_105_000 };
  const read: readonly Result<unknown>[] = [
    permissions.read(json),
    instruments.read(json),
    orders.readOrders(json, context),
    orders.readSocketOrders(json),
    orders.readBalances(json),
    probes.readTime(json),
    probes.readStatus(json),
  ];
  const outcome = errors.outcome(reply, context);
  const forMs = outcome.kind === 'failure' ? (outcome.verdict.gate?.forMs ?? null) : null;
  const told = [...readings.read(reply, context), ...readings.readSocket(json)];
  const counts = told.map((one) => (one.kind === 'used' ? one.used : one.capacity));
  const spentMs = readings.exchangeTimeMs(reply);
  return [
    ...read.filter((one) => typeof one.ok !== 'boolean').map(() => 'a parser gave no result'),
    ...(forMs === null || (forMs >= 1_000 && forMs <= LONGEST_GATE_MS) ? [] : [`a gate of ${forMs} ms`]),
    ...counts.filter((count) => !(count >= 0)).map((count) => `a reading of ${count}`),
    ...(spentMs === null || spentMs >= 0 ? [] : [`${spentMs} ms at the exchange`]),
  ];
}
