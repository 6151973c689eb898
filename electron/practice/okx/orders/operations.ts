import type { Decimal } from '../../../../shared/model/decimal.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { findInstrumentByCode } from '../facts/instruments.ts';
import type { Operation } from '../facts/operations.ts';
import type { OperationItem } from '../wire/envelope.ts';
import { ordIdOf } from '../wire/ids.ts';
import { amendOrder, cancelOrder, type Amendment } from './changing.ts';
import type { OrderName } from './lookup.ts';
import { placeOrder, type Placed } from './placing.ts';
import { flagOf, positiveNumber, readTicket, textOf, type Checked, type Fields, type Ticket } from './ticket.ts';

/** One member of an order request: read, or refused for its form (which a single REST request answers at the top). */
export type Member =
  | { readonly kind: 'malformed'; readonly refusal: Refusal; readonly fields: Fields }
  | { readonly kind: 'place'; readonly ticket: Ticket }
  | { readonly kind: 'cancel'; readonly name: OrderName }
  | { readonly kind: 'amend'; readonly change: Amendment };

const REQ_ID = /^[A-Za-z0-9]{0,32}$/;

export function readMember(operation: Operation, fields: Fields): Member {
  const read = readFields(operation, fields);
  return 'refusal' in read ? { kind: 'malformed', refusal: read.refusal, fields } : read.value;
}

function readFields(operation: Operation, fields: Fields): Checked<Member> {
  switch (operation) {
    case 'place':
      return mapChecked(readTicket(fields), (ticket) => ({ kind: 'place', ticket }));
    case 'cancel':
      return mapChecked(readName(fields), (name) => ({ kind: 'cancel', name }));
    case 'amend':
      return mapChecked(readAmendment(fields), (change) => ({ kind: 'amend', change }));
  }
}

function mapChecked<From, To>(checked: Checked<From>, map: (value: From) => To): Checked<To> {
  return 'refusal' in checked ? checked : { value: map(checked.value) };
}

function readName(fields: Fields): Checked<OrderName> {
  const [instId, ordId, clOrdId] = [textOf(fields, 'instId'), textOf(fields, 'ordId'), textOf(fields, 'clOrdId')];
  if (instId === undefined) return { refusal: refuse('51000', 'instId') };
  if (instId === '') return { refusal: refuse('50014', 'instId') };
  if (ordId === undefined) return { refusal: refuse('51000', 'ordId') };
  if (clOrdId === undefined) return { refusal: refuse('51000', 'clOrdId') };
  return { value: { instId, ordId, clOrdId } };
}

/** A positive amount, null when the field is absent, undefined when it is neither. */
function amountOf(fields: Fields, name: string): Decimal | null | undefined {
  const text = textOf(fields, name);
  if (text === '') return null;
  return text === undefined ? undefined : positiveNumber(text);
}

function readAmendment(fields: Fields): Checked<Amendment> {
  const name = readName(fields);
  if ('refusal' in name) return name;
  const [newSz, newPx] = [amountOf(fields, 'newSz'), amountOf(fields, 'newPx')];
  const [reqId, cxlOnFail] = [textOf(fields, 'reqId'), flagOf(fields, 'cxlOnFail')];
  if (newSz === undefined) return { refusal: refuse('51000', 'newSz') };
  if (newPx === undefined) return { refusal: refuse('51000', 'newPx') };
  if (reqId === undefined || !REQ_ID.test(reqId)) return { refusal: refuse('51000', 'reqId') };
  if (cxlOnFail === undefined) return { refusal: refuse('51000', 'cxlOnFail') };
  const mayMovePrice = fields['pxAmendType'] === '1';
  return { value: { ...name.value, newSz, newPx, reqId, cxlOnFail, mayMovePrice } };
}

/** Carries out one member and words the outcome as a row of the answer. */
export function perform(state: OkxState, accountId: string, operation: Operation, member: Member): OperationItem {
  switch (member.kind) {
    case 'malformed':
      return refusedItem(state, operation, member.refusal, member.fields);
    case 'place':
      return placeItem(state, placeOrder(state, accountId, member.ticket), member.ticket);
    case 'cancel':
      return changeItem(state, operation, cancelOrder(state, accountId, member.name), member.name, '');
    case 'amend': {
      const { change } = member;
      return changeItem(state, operation, amendOrder(state, accountId, change), change, change.reqId);
    }
  }
}

function placeItem(state: OkxState, placed: Placed, ticket: Ticket): OperationItem {
  if ('refusal' in placed)
    return refusedItem(state, 'place', placed.refusal, { clOrdId: ticket.clOrdId, tag: ticket.tag });
  return {
    clOrdId: ticket.clOrdId,
    ordId: ordIdOf(placed.order.id),
    sCode: '0',
    sMsg: 'Order placed',
    subCode: '',
    tag: ticket.tag,
    ts: String(placed.order.createdAtMs),
  };
}

function changeItem(
  state: OkxState,
  operation: Operation,
  placed: Placed,
  name: OrderName,
  reqId: string,
): OperationItem {
  if ('refusal' in placed) return refusedItem(state, operation, placed.refusal, { ...name, reqId });
  const { order } = placed;
  const own = { clOrdId: order.clientOrderId ?? '', ordId: ordIdOf(order.id), sCode: '0', sMsg: '' };
  // An amendment shows the creation time of the order, a cancel the time of the cancel (docs, 2026-08).
  if (operation === 'amend') return { ...own, reqId, subCode: '', ts: String(order.createdAtMs) };
  return { ...own, ts: String(order.updatedAtMs) };
}

function echo(fields: Fields, name: string): string {
  return textOf(fields, name) ?? '';
}

function refusedItem(state: OkxState, operation: Operation, refusal: Refusal, fields: Fields): OperationItem {
  const own = {
    clOrdId: echo(fields, 'clOrdId'),
    ordId: operation === 'place' ? '' : echo(fields, 'ordId'),
    sCode: refusal.code,
    sMsg: refusal.message,
    ts: String(state.nowMs()),
  };
  if (operation === 'place') return { ...own, subCode: refusal.subCode, tag: echo(fields, 'tag') };
  return operation === 'amend' ? { ...own, reqId: echo(fields, 'reqId'), subCode: refusal.subCode } : own;
}

/** The instrument a member counts against; malformed ones count together. */
export function instIdOf(fields: Fields): string {
  return textOf(fields, 'instId') ?? '';
}

/** WebSocket orders name the instrument by its number only (since spring 2026). */
export function withInstId(fields: Fields): Fields | 'no-code' | 'unknown-code' {
  const code = fields['instIdCode'];
  if (typeof code !== 'number' || !Number.isInteger(code)) return 'no-code';
  const instrument = findInstrumentByCode(code);
  return instrument === undefined ? 'unknown-code' : { ...fields, instId: instrument.instId };
}
