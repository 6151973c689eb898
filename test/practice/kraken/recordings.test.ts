import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { parseExact } from '../../../electron/practice/kraken/exact-json.ts';
import { pairOfSymbol } from '../../../electron/practice/kraken/pairs.ts';
import { bookChecksum } from '../../../electron/practice/kraken/socket/book-feed.ts';
import { Bench, type Message, messages, say } from './support.ts';

const FOLDER = new URL('../../../../shared/recordings/kraken/', import.meta.url);
const hasRecordings = existsSync(FOLDER);

// Recorded replies are not part of the repository; without them there is nothing to compare with.
const compare = hasRecordings ? describe : describe.skip;

type Tree = Readonly<Record<string, unknown>>;

function recorded(name: string): Tree {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Tree;
}

function first(value: unknown): Tree {
  return (Object.values(value as object)[0] ?? {}) as Tree;
}

/** Names of members, and the type of each: numbers and texts must not change places. */
function shapeOf(tree: Tree, except: readonly string[] = []): Readonly<Record<string, string>> {
  const entries = Object.entries(tree).filter(([name]) => !except.includes(name));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? 'list' : typeof value] as const).sort(),
  );
}

compare(`shapes of REST replies${hasRecordings ? '' : ' (skipped: no recordings beside the repository)'}`, () => {
  async function ours(method: string, params = {}): Promise<Tree> {
    return (await new Bench().call(method, params)).result ?? {};
  }
  async function ourPublic(method: string, query: string): Promise<Tree> {
    return (await new Bench().open(method, query)).result ?? {};
  }

  it('an open order', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ cl_ord_id: 'x' });
    await bench.call('AmendOrder', { txid, limit_price: '49000' });
    const order = first((await bench.call('OpenOrders')).result?.['open']);
    const sample = first((recorded('rest_OpenOrders_cl_ord_id_amended_2026-01')['result'] as Tree)['open']);
    expect(shapeOf(order)).toEqual(shapeOf(sample));
    expect(shapeOf(order['descr'] as Tree)).toEqual(shapeOf(sample['descr'] as Tree));
    expect([order['misc'], order['time_in_force']]).toEqual([sample['misc'], sample['time_in_force']]);
  });

  it('a cancelled order', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder({ userref: 0 });
    await bench.call('CancelOrder', { txid });
    const order = first((await bench.call('QueryOrders', { txid })).result);
    const sample = first(recorded('rest_QueryOrders_canceled_2023-11')['result']);
    expect(shapeOf(order, ['time_in_force'])).toEqual(shapeOf(sample, ['link_id']));
  });

  it('a trade', async () => {
    const bench = new Bench();
    await bench.limitOrder({ price: '70000' });
    const trade = first((await bench.call('TradesHistory', { ledgers: true })).result?.['trades']);
    expect(shapeOf(trade, ['aclass'])).toEqual(shapeOf(first(recorded('rest_QueryTrades_2023-05')['result'])));
  });

  it('a ledger entry', async () => {
    const bench = new Bench();
    await bench.limitOrder({ price: '70000' });
    const entry = first((await bench.call('Ledgers')).result?.['ledger']);
    expect(shapeOf(entry)).toEqual(shapeOf(first((recorded('rest_Ledgers_2024')['result'] as Tree)['ledger'])));
  });

  it('balances and worth', async () => {
    expect(shapeOf(first(await ours('BalanceEx')))).toEqual(shapeOf(first(recorded('rest_BalanceEx_2024')['result'])));
    expect(shapeOf(await ours('TradeBalance'))).toEqual(
      shapeOf(recorded('rest_TradeBalance_2026-01')['result'] as Tree),
    );
    expect(shapeOf(await ours('TradeVolume'))).toEqual(
      shapeOf(recorded('rest_TradeVolume_without_pair')['result'] as Tree),
    );
    expect(shapeOf(await ours('GetWebSocketsToken'))).toEqual(
      shapeOf(recorded('rest_GetWebSocketsToken_2026-01')['result'] as Tree),
    );
  });

  it('the key in snake case', async () => {
    const bench = new Bench();
    bench.exchange.switches.keyInfoCasing = 'snake';
    await bench.call('Balance');
    const info = (await bench.call('GetApiKeyInfo')).result ?? {};
    expect(shapeOf(info)).toEqual(shapeOf(recorded('rest_GetApiKeyInfo_snake_case')['result'] as Tree));
  });

  it('the amends of an order', async () => {
    const bench = new Bench();
    const txid = await bench.limitOrder();
    await bench.call('AmendOrder', { txid, order_qty: '0.002' });
    const history = (await bench.call('OrderAmends', { order_id: txid })).result ?? {};
    const sample = recorded('rest_OrderAmends_2024-10')['result'] as Tree;
    const rows = (tree: Tree): unknown => (tree['amends'] as readonly Tree[]).map((row) => shapeOf(row));
    expect(rows(history)).toEqual(rows(sample));
  });

  it('market data', async () => {
    expect(shapeOf(await ourPublic('SystemStatus', ''))).toEqual(
      shapeOf(recorded('rest_SystemStatus_online_2025-11')['result'] as Tree),
    );
    expect(shapeOf(await ourPublic('Time', ''))).toEqual(shapeOf(recorded('rest_Time_2025-11')['result'] as Tree));
    expect(shapeOf(first(await ourPublic('Assets', 'asset=XBT')))).toEqual(
      shapeOf(first(recorded('rest_Assets_docs')['result'])),
    );
    expect(shapeOf(first(await ourPublic('Ticker', 'pair=XBTUSDT')))).toEqual(
      shapeOf(first(recorded('rest_Ticker_XBTUSDT_2025-11')['result'])),
    );
    expect(shapeOf(first(await ourPublic('Depth', 'pair=XBTUSDT')))).toEqual(
      shapeOf(first(recorded('rest_Depth_XBTUSDT_2025-11')['result'])),
    );
    const row = (tree: unknown): unknown =>
      (first(tree) as unknown as readonly unknown[][])[0]?.map((cell) => typeof cell);
    expect(row(await ourPublic('OHLC', 'pair=XBTUSDT'))).toEqual(
      row(recorded('rest_OHLC_XBTUSDT_1m_2025-11')['result']),
    );
    const pair = shapeOf(first(await ourPublic('AssetPairs', 'pair=XBTUSDT')));
    expect(
      Object.keys(shapeOf(first(recorded('rest_AssetPairs_XBTUSDT_2025-11')['result']))).filter(
        (name) => pair[name] === undefined,
      ),
    ).toEqual(['long_position_limit', 'short_position_limit']);
  });
});

compare(`shapes of WebSocket messages${hasRecordings ? '' : ' (skipped: no recordings beside the repository)'}`, () => {
  const row = (message: Message | undefined): Tree => ((message?.['data'] ?? []) as readonly Tree[])[0] ?? {};

  it('the chain of an order', async () => {
    const bench = new Bench();
    const socket = bench.socket();
    const [ack, snapshot] = say(socket, {
      method: 'subscribe',
      params: { channel: 'executions', ratecounter: true, snap_trades: true, token: await bench.token() },
    });
    expect(shapeOf(ack?.['result'] as Tree)).toEqual(
      shapeOf(recorded('ws_sub_ack_executions_125_2026-01')['result'] as Tree),
    );
    expect(snapshot).toEqual(recorded('ws_executions_chain_01_snapshot_empty_2026-01'));
    const from = socket.sent.length;
    const txid = await bench.limitOrder({ cl_ord_id: 'x' });
    await bench.call('AmendOrder', { txid, limit_price: '49000' });
    await bench.call('CancelOrder', { txid });
    const steps = ['02_pending_new', '03_new', '04_amended_price', '06_canceled'].map((step) =>
      recorded(`ws_executions_chain_${step}_2026-01`),
    );
    expect(messages(socket, from).map((message) => shapeOf(row(message), ['ratecount']))).toEqual(
      steps.map((step) => shapeOf(row(step))),
    );
  });

  it('a trade report has every recorded field', async () => {
    const bench = new Bench();
    await bench.limitOrder({ price: '70000' });
    const [, , trades] = say(bench.socket(), {
      method: 'subscribe',
      params: { channel: 'executions', snap_trades: true, token: await bench.token() },
    });
    expect(shapeOf(row(trades))).toMatchObject(shapeOf(recorded('ws_executions_trade_item_2026-04')));
  });

  it('status, ticker, instrument and balances', async () => {
    const bench = new Bench();
    const socket = bench.socket();
    expect(shapeOf(row(messages(socket)[0]))).toEqual(shapeOf(row(recorded('ws_status_online_2026-01'))));
    const [ack, ticker] = say(socket, { method: 'subscribe', params: { channel: 'ticker', symbol: ['ETH/USD'] } });
    expect(shapeOf(ack?.['result'] as Tree)).toEqual(shapeOf(recorded('ws_sub_ack_ticker_2026-01')['result'] as Tree));
    expect(shapeOf(row(ticker))).toEqual(shapeOf(row(recorded('ws_ticker_snapshot_2026-01')), ['volume_usd']));
    const [, instruments] = say(socket, { method: 'subscribe', params: { channel: 'instrument' } });
    const pairOf = (message: Tree): Tree => ((message['data'] as Tree)['pairs'] as readonly Tree[])[0] ?? {};
    expect(shapeOf(pairOf(instruments ?? {}))).toEqual(shapeOf(pairOf(recorded('ws_instrument_snapshot_2026-01'))));
    const [, balances] = say(socket, {
      method: 'subscribe',
      params: { channel: 'balances', token: await bench.token() },
    });
    expect(shapeOf(row(balances))).toEqual(shapeOf(row(recorded('ws_balances_snapshot_2026-01'))));
    const from = socket.sent.length;
    await bench.limitOrder({ price: '70000' });
    const update = messages(socket, from).find((message) => message['channel'] === 'balances');
    expect(shapeOf(row(update))).toEqual(shapeOf(row(recorded('ws_balances_update_quote_2024-05'))));
  });

  it('the checksum of a recorded book', () => {
    const sample = parseExact(readFileSync(new URL('ws_book_BTCUSD_00_snapshot_2023.json', FOLDER), 'utf8')) as Tree;
    const book = row(sample);
    const side = (name: string): { price: ReturnType<typeof decimal>; quantity: ReturnType<typeof decimal> }[] =>
      (book[name] as readonly { price: string; qty: string }[]).map(({ price, qty }) => ({
        price: decimal(price),
        quantity: decimal(qty),
      }));
    const pair = pairOfSymbol('BTC/USD');
    if (pair === undefined) throw new Error('No pair');
    expect(String(bookChecksum({ asks: side('asks'), bids: side('bids') }, pair))).toBe(book['checksum']);
  });
});
