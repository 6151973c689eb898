import { mapOf } from '../context.ts';
import { done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { flagOf, textOf, textsOf } from '../fields.ts';
import { assetOfName } from '../pairs.ts';
import { ledgerWire, tradeWire } from '../wire/trade.ts';
import type { PrivateMethod } from './call.ts';
import { isWithin, pageOf, readSpan } from './paging.ts';

/** Ids of one QueryTrades or QueryLedgers call (REST reference, 2026-05). */
const MOST_IDS = 20;

export const tradesHistory: PrivateMethod = (context, { accountId, fields }) => {
  const all = context.floor.journal.trades(accountId);
  const span = readSpan(fields, (id) => all.find((trade) => trade.id === id)?.fill.atMs);
  if (!span.ok) return span;
  const asked = all.filter((trade) => isWithin(span.value, trade.fill.atMs)).toReversed();
  const rows = pageOf(asked, fields).map((trade) => [trade.id, tradeWire(trade, flagOf(fields, 'ledgers'))] as const);
  return done({ trades: mapOf(context, rows), ...(flagOf(fields, 'without_count') ? {} : { count: asked.length }) });
};

export const queryTrades: PrivateMethod = (context, { accountId, fields }) => {
  const ids = textsOf(fields, 'txid');
  if (ids.length === 0 || ids.length > MOST_IDS) return refused(invalidArguments('txid'));
  const found = context.floor.journal.trades(accountId).filter((trade) => ids.includes(trade.id));
  if (found.length < new Set(ids).size) return refused(ERRORS.invalidOrder);
  return done(
    mapOf(
      context,
      found.map((trade) => [trade.id, tradeWire(trade, true)]),
    ),
  );
};

export const ledgers: PrivateMethod = (context, { accountId, fields }) => {
  const names = textsOf(fields, 'asset').filter((name) => name !== 'all');
  const assets = names.map(assetOfName);
  if (assets.includes(undefined)) return refused(ERRORS.unknownAsset);
  const type = textOf(fields, 'type') ?? 'all';
  const all = context.floor.journal.ledger(accountId);
  const span = readSpan(fields, (id) => all.find((entry) => entry.id === id)?.atMs);
  if (!span.ok) return span;
  const asked = all
    .filter((entry) => (assets.length === 0 || assets.includes(entry.asset)) && isWithin(span.value, entry.atMs))
    .filter(() => type === 'all' || type === 'trade')
    .toReversed();
  const rows = pageOf(asked, fields).map((entry) => [entry.id, ledgerWire(entry)] as const);
  return done({ ledger: mapOf(context, rows), ...(flagOf(fields, 'without_count') ? {} : { count: asked.length }) });
};

export const queryLedgers: PrivateMethod = (context, { accountId, fields }) => {
  const ids = textsOf(fields, 'id');
  if (ids.length === 0 || ids.length > MOST_IDS) return refused(invalidArguments('id'));
  const found = context.floor.journal.ledger(accountId).filter((entry) => ids.includes(entry.id));
  if (found.length < new Set(ids).size) return refused(invalidArguments('id'));
  return done(
    mapOf(
      context,
      found.map((entry) => [entry.id, ledgerWire(entry)]),
    ),
  );
};

export const exportStatus: PrivateMethod = (_context, { fields }) => {
  const report = textOf(fields, 'report');
  return report === 'trades' || report === 'ledgers' ? done([]) : refused(invalidArguments('report'));
};
