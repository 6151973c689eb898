import type { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { DeskBook } from '../../../electron/engine/desk/desk-book.ts';
import type { IntentJournal } from '../../../electron/engine/desk/intent-journal.ts';
import { orphanOf } from '../../../electron/engine/desk/new-order.ts';
import { accountOf, INTENT, intentOf, memoryIntents, orderOf, stepAt, updateOf } from '../../support/desk-bench.ts';

describe('every order on screen', () => {
  let db: DatabaseSync;
  let journal: IntentJournal;
  let isBroken: boolean;
  let book: DeskBook;
  let told: DeskOrder[];

  beforeEach(() => {
    const memory = memoryIntents();
    db = memory.db;
    isBroken = false;
    const guard =
      <Args extends unknown[]>(act: (...args: Args) => void) =>
      (...args: Args): void => {
        if (isBroken) throw new Error('disk full');
        act(...args);
      };
    journal = { ...memory.journal, create: guard(memory.journal.create), update: guard(memory.journal.update) };
    book = new DeskBook(journal);
    told = [];
    book.onChange((order) => void told.push(order));
  });

  const numbered = (number: number, change: Partial<DeskOrder> = {}): DeskOrder =>
    orderOf({
      key: `intent-${String(number).padStart(16, '0')}`,
      clientOrderId: `hr-${number}`,
      createdAtMs: number,
      updatedAtMs: number,
      ...change,
    });

  function create(order: DeskOrder): void {
    book.create(intentOf(order), stepAt(1, order, 'journaled'));
  }

  it('is written down first: what the journal does not take has not happened', () => {
    isBroken = true;
    expect(() => create(orderOf())).toThrow('disk full');
    expect([book.list(), told]).toEqual([[], []]);
    isBroken = false;
    create(orderOf());
    isBroken = true;
    expect(() => book.update(orderOf({ status: 'sending' }), stepAt(2, orderOf()))).toThrow('disk full');
    expect(book.find(INTENT)?.status).toBe('journaled');
    expect(told).toHaveLength(1);
  });

  it('holds a state that is true and could not be kept, and writes it with the next that can', () => {
    create(numbered(1, { status: 'sending' }));
    create(numbered(2));
    isBroken = true;
    const filled = numbered(1, { status: 'filled' });
    book.hold(filled, stepAt(3, filled));
    expect(book.find(filled.key)?.status).toBe('filled');
    expect(new DeskBook(journal).find(filled.key)?.status).toBe('sending');
    isBroken = false;
    const other = numbered(2, { status: 'sending' });
    book.update(other, stepAt(4, other));
    expect(new DeskBook(journal).find(filled.key)?.status).toBe('filled');
  });

  it('takes an intent once, and a client order id of an account once', () => {
    create(numbered(1, { status: 'filled' }));
    expect(() => create(numbered(1))).toThrow(/UNIQUE/);
    expect(() => create(numbered(2, { clientOrderId: 'hr-1' }))).toThrow(/UNIQUE/);
  });

  it('knows an order by either id, and by the client’s alone after it left the memory', () => {
    create(orderOf());
    book.update(orderOf({ status: 'open', exchangeOrderId: '77' }), stepAt(2, orderOf()));
    const { account } = orderOf();
    expect(book.match(account, { clientOrderId: 'hr-1', exchangeOrderId: null })?.key).toBe(INTENT);
    expect(book.match(account, { clientOrderId: null, exchangeOrderId: '77' })?.key).toBe(INTENT);
    expect(book.match('other', { clientOrderId: 'hr-1', exchangeOrderId: '77' })).toBeUndefined();
    expect(new DeskBook(journal).match(account, { clientOrderId: 'hr-1', exchangeOrderId: null })?.key).toBe(INTENT);
  });

  it('does not take another order for ours whose id counts per instrument', () => {
    create(orderOf());
    book.update(orderOf({ status: 'open', exchangeOrderId: '77' }), stepAt(2, orderOf()));
    const { account } = orderOf();
    expect(book.match(account, { clientOrderId: 'x', exchangeOrderId: '77', symbol: 'ETHUSDT' })).toBeUndefined();
    expect(book.match(account, { clientOrderId: 'x', exchangeOrderId: '77', symbol: 'BTCUSDT' })?.key).toBe(INTENT);
  });

  it('keeps its memory bounded under a burst of orders of others, and under a long day of ours', () => {
    const account = accountOf('binance');
    for (let number = 0; number < 5_000; number += 1) {
      const open = orphanOf(account, updateOf({ clientOrderId: `w-${number}`, exchangeOrderId: `${number}` }), number);
      if (open === null) throw new Error('no orphan');
      book.putOrphan(open);
      book.putOrphan({ ...open, status: 'filled' });
    }
    for (let number = 0; number < 2_000; number += 1) {
      create(numbered(number));
      const done = numbered(number, { status: 'filled' });
      book.update(done, stepAt(number, done));
    }
    expect(book.list().length).toBeLessThanOrEqual(1_200);
    // Forgotten in memory, not on disk.
    expect(book.find(numbered(3).key)?.status).toBe('filled');
  });

  it('an unreadable intent is named, not dropped', () => {
    create(numbered(1, { status: 'sending' }));
    create(numbered(2));
    db.prepare("UPDATE intents SET order_json = '{' WHERE id = ?").run(numbered(1).key);
    const again = new DeskBook(journal);
    expect(again.list().map(({ key }) => key)).toEqual([numbered(2).key]);
    expect(again.unreadable()).toEqual([numbered(1).key]);
    // Nor can its id be used for another order.
    expect(() => again.create(intentOf(numbered(1)), stepAt(1, numbered(1)))).toThrow(/UNIQUE/);
  });

  it('counts for the day what may have left, and not what never did', () => {
    const lives: readonly (readonly DeskOrder['status'][])[] = [
      ['not-placed'],
      ['sending', 'not-placed'],
      ['sending', 'rejected'],
      ['sending', 'unknown'],
      ['sending', 'filled'],
      [],
    ];
    for (const [number, statuses] of lives.entries()) {
      create(numbered(number));
      for (const status of statuses) book.update(numbered(number, { status }), stepAt(1, numbered(number)));
    }
    const { account } = orderOf();
    expect(
      journal
        .sentSince(account, 0)
        .map(({ clientOrderId }) => clientOrderId)
        .toSorted(),
    ).toEqual(['hr-1', 'hr-2', 'hr-3', 'hr-4']);
    expect(journal.sentSince(account, 4).map(({ clientOrderId }) => clientOrderId)).toEqual(['hr-4']);
  });

  it('tells of the day what stands now, also of an order that was asked for before', () => {
    create(numbered(1));
    book.update(numbered(1, { status: 'sending' }), stepAt(1, numbered(1)));
    const { account } = orderOf();
    const statuses = (): readonly string[] => journal.sentSince(account, 0).map(({ status }) => status);
    expect(statuses()).toEqual(['sending']);
    book.update(numbered(1, { status: 'filled' }), stepAt(2, numbered(1)));
    expect([statuses(), statuses()]).toEqual([['filled'], ['filled']]);
  });

  it('finds the orders of the day by an index, however many were kept before', () => {
    const plan = db.prepare(
      'EXPLAIN QUERY PLAN SELECT id, order_json FROM intents WHERE account = ? AND created_ms >= ? AND was_sent = 1',
    );
    expect(plan.all('one', 0)).toMatchObject([{ detail: expect.stringContaining('created_ms>') }]);
  });
});
