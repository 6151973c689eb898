import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import { Instrument } from '../../../../shared/model/instrument.ts';
import { Balance, OrderUpdate } from '../../../../shared/model/order.ts';
import type { ReplyContext } from '../../../../electron/engine/exchanges/definition.ts';
import { kraken } from '../../../../electron/engine/exchanges/kraken/index.ts';
import { contextOf, hasRecordings, recorded, recordingNames, reply, withRecordings } from './recorded.ts';
import {
  BALANCES,
  EXECUTIONS,
  ORDER_METHODS,
  PAIRS,
  REST_ERRORS,
  SUBSCRIBED,
  executionsOf,
  idsOf,
  members,
  messageOf,
  named,
  ordersOf,
  pairsOf,
  read,
  unread,
  resultOf,
  value,
} from './recorded-kinds.ts';

describe.skipIf(!hasRecordings)(withRecordings('recordings'), () => {
  it('are all of a known kind', () => {
    const kinds = [...read, ...unread];
    expect(recordingNames().filter((name) => !kinds.some((kind) => kind.test(name)))).toEqual([]);
  });

  for (const name of named(ORDER_METHODS)) {
    it(`${name} is read as orders`, () => {
      const updates = ordersOf(name);
      for (const update of updates) expect(OrderUpdate.parse(update)).toEqual(update);
      if (/Open|Closed|Query/.test(name)) expect(updates.map((update) => update.exchangeOrderId)).toEqual(idsOf(name));
    });
  }

  for (const name of named(/^rest_(OpenOrders|ClosedOrders|QueryOrders)_/)) {
    it(`${name} keeps every figure as written`, () => {
      const entries = Object.values(members(resultOf(name)['open'] ?? resultOf(name)['closed'] ?? resultOf(name))).map(
        members,
      );
      const kept = ordersOf(name).map(({ symbol, side, type, quantity, filledQuantity, filledQuote, reason }) => ({
        symbol,
        side,
        type,
        quantity,
        filledQuantity,
        filledQuote,
        reason,
      }));
      const written = entries.map((entry) => ({
        symbol: members(entry['descr'])['pair'],
        side: members(entry['descr'])['type'],
        type: members(entry['descr'])['ordertype'],
        quantity: entry['vol'],
        filledQuantity: entry['vol_exec'],
        filledQuote: entry['cost'],
        reason: entry['reason'] ?? null,
      }));
      expect(kept).toEqual(written);
    });
  }

  for (const name of named(PAIRS)) {
    it(`${name} is read as instruments, each under its own key`, () => {
      const pairs = pairsOf(name);
      for (const pair of pairs) expect(Instrument.parse(pair)).toEqual(pair);
      expect(pairs.map(({ symbol }) => symbol)).toEqual(Object.keys(resultOf(name)));
    });
  }

  for (const name of named(BALANCES)) {
    it(`${name} is read as balances`, () => {
      const balances = value(kraken.orders.readBalances(recorded(name)));
      for (const balance of balances) expect(Balance.parse(balance)).toEqual(balance);
      expect(balances.map(({ asset }) => asset)).toEqual(Object.keys(resultOf(name)));
      expect(balances).toContainEqual({ asset: 'ATOM', free: '10.57952001', locked: '3.92433600' });
    });
  }

  for (const name of named(EXECUTIONS)) {
    it(`${name} is read as order updates`, () => {
      const updates = executionsOf(name);
      for (const update of updates) expect(OrderUpdate.parse(update)).toEqual(update);
      const reports = members(messageOf(name))['data'];
      expect(updates.map((update) => update.exchangeOrderId)).toEqual(
        (Array.isArray(reports) ? reports : []).map((report: unknown) => members(report)['order_id']),
      );
    });
  }

  for (const name of named(REST_ERRORS)) {
    it(`${name} is a failure of a listed kind`, () => {
      const body = recorded(name);
      const context: ReplyContext = contextOf('Balance', 0);
      const outcome = kraken.errors.outcome(reply(JSON.stringify(body)), context);
      if (outcome.kind === 'success') throw new Error('read as a success');
      expect(Failure.parse(outcome.verdict.failure)).toEqual(outcome.verdict.failure);
      const [text] = members(body)['error'] as readonly string[];
      expect(kraken.documentedCodes.some((code) => text?.startsWith(code))).toBe(true);
    });
  }

  for (const name of [...named(SUBSCRIBED), ...named(/^ws_(book|ticker|trade|heartbeat|pong|status|balances)/)]) {
    it(`${name} tells a capacity only where it names one`, () => {
      const readings = kraken.readings.readSocket(recorded(name));
      expect(readings.length > 0).toBe(/executions/.test(name));
      expect(kraken.orders.readSocketOrders(recorded(name))).toEqual({ ok: true, value: [] });
    });
  }
});
