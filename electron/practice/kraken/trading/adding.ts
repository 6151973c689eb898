import { type Answer, done, ERRORS, refused } from '../errors.ts';
import { batchAddCost } from '../limits/tables.ts';
import type { Pair } from '../pairs.ts';
import { type Floor, marketOf } from './floor.ts';
import type { OrderRequest } from './order-request.ts';
import { priceOrder, type PricedOrder, rejectionText, venueOrder } from './price-order.ts';
import type { KrakenOrder } from './records.ts';
import { admitsOrder, pairStatus } from './system.ts';

/** A checked order, and its record unless it was only to be validated. */
export interface Added {
  readonly priced: PricedOrder;
  readonly record: KrakenOrder | null;
}

/**
 * Takes one new order. The engine's fixed point is charged on receipt, so also when the arguments or a check fail
 * (Spot Trading Limits, 2026-05).
 */
export function addOrder(floor: Floor, accountId: string, pair: Pair, read: Answer<OrderRequest>): Answer<Added> {
  const mayAdd = floor.counters.takeAdd(accountId, pair.id, floor.clock.now());
  if (!read.ok) return read;
  const admitted = admitOrder(floor, read.value);
  if (!admitted.ok) return admitted;
  if (!mayAdd) return refused(ERRORS.engineRate);
  return checkAndSubmit(floor, accountId, read.value);
}

/** Takes a batch: one bad order refuses all of it; after that each may still fail alone. */
export function addBatch(
  floor: Floor,
  accountId: string,
  pair: Pair,
  reads: readonly Answer<OrderRequest>[],
): Answer<readonly Answer<Added>[]> {
  const mayAdd = floor.counters.takeAdd(accountId, pair.id, floor.clock.now(), batchAddCost(reads.length));
  const requests: OrderRequest[] = [];
  for (const read of reads) {
    if (!read.ok) return read;
    requests.push(read.value);
  }
  const refusal = requests.map((request) => admitOrder(floor, request)).find((admitted) => !admitted.ok);
  if (refusal !== undefined && !refusal.ok) return refusal;
  if (!mayAdd) return refused(ERRORS.engineRate);
  return submitAll(floor, accountId, requests);
}

function submitAll(
  floor: Floor,
  accountId: string,
  requests: readonly OrderRequest[],
): Answer<readonly Answer<Added>[]> {
  const checked: PricedOrder[] = [];
  for (const request of requests) {
    const priced = checkOrder(floor, accountId, request);
    if (!priced.ok) return priced;
    checked.push(priced.value);
  }
  return done(checked.map((priced) => submit(floor, accountId, priced)));
}

/** System and pair status, which come before anything the engine looks at. */
function admitOrder(floor: Floor, request: OrderRequest): Answer<null> {
  const system = admitsOrder(floor.system.status, request.postOnly);
  return system.ok ? admitsOrder(pairStatus(marketOf(floor, request.pair).status), request.postOnly) : system;
}

/** The engine's own checks; changes nothing. */
function checkOrder(floor: Floor, accountId: string, request: OrderRequest): Answer<PricedOrder> {
  if (request.deadlineMs !== null && floor.engineNowMs() > request.deadlineMs) return refused(ERRORS.deadline);
  const priced = priceOrder(request, marketOf(floor, request.pair));
  if (!priced.ok) return priced;
  const open = floor.journal.open(accountId, request.pair.id).length;
  return open >= floor.limitsOf(accountId).openOrdersPerPair ? refused(ERRORS.ordersLimit) : priced;
}

/** Checks and places an admitted order without charging anything. */
function checkAndSubmit(floor: Floor, accountId: string, request: OrderRequest): Answer<Added> {
  const checked = checkOrder(floor, accountId, request);
  return checked.ok ? submit(floor, accountId, checked.value) : checked;
}

/** Admits, checks and places without charging anything, as the second half of an edit does. */
export function addUncharged(floor: Floor, accountId: string, request: OrderRequest): Answer<Added> {
  const admitted = admitOrder(floor, request);
  return admitted.ok ? checkAndSubmit(floor, accountId, request) : admitted;
}

function submit(floor: Floor, accountId: string, priced: PricedOrder): Answer<Added> {
  if (priced.request.validateOnly) {
    const refusal = floor.venue.check(venueOrder(priced, accountId, {}));
    return refusal === null ? done({ priced, record: null }) : refused(rejectionText(refusal, floor.texts));
  }
  const { txid, extra } = floor.journal.announce(priced.request);
  const result = floor.venue.place(venueOrder(priced, accountId, extra));
  if (!result.ok) {
    floor.journal.retract(txid);
    return refused(rejectionText(result.reason, floor.texts));
  }
  const record = floor.journal.find(accountId, txid);
  if (record === undefined) throw new Error(`The venue took ${txid} and did not tell`);
  scheduleExpiry(floor, record);
  return done({ priced, record });
}

function scheduleExpiry(floor: Floor, record: KrakenOrder): void {
  const { expireAtMs } = record.request;
  if (expireAtMs === null) return;
  floor.clock.after(expireAtMs - floor.engineNowMs(), () => {
    record.isExpired = true;
    const ended = floor.venue.cancel(record.order.accountId, record.order.id);
    if (!ended.ok) record.isExpired = false;
  });
}
