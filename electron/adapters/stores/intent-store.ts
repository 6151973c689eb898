import type { DatabaseSync } from 'node:sqlite';
import type { DeskOrder, OrderStep } from '../../../shared/model/desk.ts';
import type { Intent, IntentJournal } from '../../engine/desk/intent-journal.ts';
import { StoredIntent, StoredOrder, StoredStep } from '../../engine/desk/intent-shape.ts';
import { isFinal } from '../../engine/desk/order-state.ts';
import { inTransaction } from './in-transaction.ts';

type Row = Record<string, unknown>;

/** Intents and the lives of their orders, in the journal: each change is one transaction and on disk when it returns. */
export function intentJournalOver(db: DatabaseSync): IntentJournal {
  const insert = db.prepare(
    `INSERT INTO intents (id, account, client_order_id, intent, order_json, created_ms, is_final, was_sent)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
  );
  const change = db.prepare(
    'UPDATE intents SET order_json = ?, is_final = ?, was_sent = max(was_sent, ?) WHERE id = ?',
  );
  const addStep = db.prepare(
    `INSERT INTO order_steps (intent, seq, step)
     VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM order_steps WHERE intent = ?1), ?2)`,
  );
  // An order's own first step is there before any other could be, so one id is never both.
  const addFirst = db.prepare('INSERT INTO order_steps (intent, seq, step) VALUES (?, 1, ?)');
  const first = db.prepare('SELECT step FROM order_steps WHERE intent = ? AND seq = 1');
  const byId = db.prepare('SELECT intent, order_json FROM intents WHERE id = ?');
  const byClientId = db.prepare('SELECT intent, order_json FROM intents WHERE account = ? AND client_order_id = ?');
  const open = db.prepare('SELECT id, intent, order_json FROM intents WHERE is_final = 0 ORDER BY created_ms');
  const finals = db.prepare(
    `SELECT order_json, created_ms FROM intents
     WHERE is_final = 1 AND created_ms < ? AND (?2 = '' OR account = ?2) ORDER BY created_ms DESC LIMIT ?3`,
  );
  const steps = db.prepare('SELECT step FROM order_steps WHERE intent = ? ORDER BY seq');
  const sent = db.prepare('SELECT id, order_json FROM intents WHERE account = ? AND created_ms >= ? AND was_sent = 1');

  /** The day's orders are asked for at every change of a ticket: each is parsed anew only when it changed. */
  const parsed = new Map<string, ReadRow>();
  const parsedOnce = (row: Row): DeskOrder | null => {
    const id = String(row['id']);
    const text = String(row['order_json']);
    const known = parsed.get(id);
    if (known?.text === text) return known.order;
    if (parsed.size >= MOST_PARSED) parsed.clear();
    const order = orderOf(row);
    parsed.set(id, { text, order });
    return order;
  };

  return {
    create(intent, step) {
      const { order, ...rest } = intent;
      inTransaction(db, () => {
        insert.run(
          intent.id,
          intent.account,
          intent.clientOrderId,
          JSON.stringify(rest),
          JSON.stringify(order),
          Math.floor(order.createdAtMs),
          isFinal(order) ? 1 : 0,
        );
        addStep.run(intent.id, JSON.stringify(step));
      });
    },
    update(order, step) {
      inTransaction(db, () => {
        const { changes } = change.run(
          JSON.stringify(order),
          isFinal(order) ? 1 : 0,
          // Not placed without ever having been `sending`: it never left. Once it was, `max` keeps that.
          order.status === 'journaled' || order.status === 'not-placed' ? 0 : 1,
          order.key,
        );
        if (Number(changes) !== 1) throw new Error(`no intent ${order.key}`);
        addStep.run(order.key, JSON.stringify(step));
      });
    },
    createAmend(id, step) {
      inTransaction(db, () => addFirst.run(id, JSON.stringify(step)));
    },
    findAmend(id) {
      const row = first.get(id);
      const step = row === undefined ? null : stepOf(row);
      return step?.kind === 'amend-sent' ? step : null;
    },
    find: (id) => intentOf(byId.get(id)),
    findByClientOrderId: (account, clientOrderId) => intentOf(byClientId.get(account, clientOrderId)),
    unresolved: () => open.all().flatMap((row) => intentOf(row) ?? []),
    unreadable: () => open.all().flatMap((row) => (intentOf(row) === null ? [String(row['id'])] : [])),
    finals(account, before, limit) {
      const rows = finals.all(before === null ? Number.MAX_SAFE_INTEGER : Math.floor(before), account ?? '', limit);
      const last = rows.at(-1);
      return {
        orders: rows.flatMap((row) => orderOf(row) ?? []),
        next: rows.length < limit || last === undefined ? null : Number(last['created_ms']),
      };
    },
    steps: (id) =>
      steps.all(id).flatMap((row) => {
        const step = stepOf(row);
        return step === null ? [] : [step];
      }),
    sentSince: (account, sinceMs) => sent.all(account, Math.floor(sinceMs)).flatMap((row) => parsedOnce(row) ?? []),
  };
}

/** A few days of a busy desk. */
const MOST_PARSED = 10_000;

interface ReadRow {
  readonly text: string;
  /** Null: it cannot be read. */
  readonly order: DeskOrder | null;
}

function orderOf(row: Row): DeskOrder | null {
  try {
    return StoredOrder.parse(JSON.parse(String(row['order_json'])));
  } catch {
    return null;
  }
}

function stepOf(row: Row): OrderStep | null {
  try {
    return StoredStep.parse(JSON.parse(String(row['step'])));
  } catch {
    return null;
  }
}

function intentOf(row: Row | undefined): Intent | null {
  if (row === undefined) return null;
  const order = orderOf(row);
  try {
    return order === null ? null : { ...StoredIntent.parse(JSON.parse(String(row['intent']))), order };
  } catch {
    return null;
  }
}
