import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectInProcess } from '../../../electron/practice/core/connection.ts';
import {
  hmac,
  KEY,
  limitBuy,
  place,
  placed,
  post,
  privateGet,
  publicGet,
  rig,
  START_MS,
  type Body,
  type Rig,
} from './support.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/recordings/okx');
const isHere = existsSync(FOLDER);

function recorded(file: string): Body {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Body;
}

function firstRow(body: Body): Body {
  return (body['data'] as Body[])[0] ?? {};
}

/** Names in the recording that ours lacks. */
function missing(theirs: Body, ours: Body): readonly string[] {
  return Object.keys(theirs).filter((name) => !(name in ours));
}

/** Names whose JSON types differ: a string there must be a string here. */
function mistyped(theirs: Body, ours: Body): readonly string[] {
  const kind = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);
  return Object.keys(theirs).filter((name) => name in ours && kind(theirs[name]) !== kind(ours[name]));
}

function expectSameShape(theirs: Body, ours: Body): void {
  expect(missing(theirs, ours)).toEqual([]);
  expect(mistyped(theirs, ours)).toEqual([]);
}

const marketBuy = (): Body => limitBuy({ ordType: 'market', px: undefined, sz: '100' });

type Ask = (rigged: Rig) => Promise<Body>;

/** Does one thing, then asks. */
function after(first: (rigged: Rig) => Promise<unknown>, ask: Ask): Ask {
  return async (rigged) => {
    await first(rigged);
    return ask(rigged);
  };
}

const rest: readonly { file: string; ours: Ask }[] = [
  {
    file: 'rest_account_config_read_trade_live_2026.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/config')).body),
  },
  {
    file: 'rest_account_balance_spot_demo_2026-09.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/balance')).body),
  },
  {
    file: 'rest_instruments_BTC-USDT_demo_2026-09.json',
    ours: async (r) => firstRow((await publicGet(r, '/public/instruments?instType=SPOT&instId=BTC-USDT')).body),
  },
  {
    file: 'rest_instruments_spot_live_2026-04.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/instruments?instType=SPOT')).body),
  },
  {
    file: 'rest_order_details_filled_spot_2024-02.json',
    ours: async (r) =>
      firstRow((await privateGet(r, `/trade/order?instId=BTC-USDT&ordId=${await placed(r, marketBuy())}`)).body),
  },
  {
    file: 'rest_orders_pending_spot_docs.json',
    ours: after(
      (r) => placed(r, limitBuy()),
      async (r) => firstRow((await privateGet(r, '/trade/orders-pending')).body),
    ),
  },
  {
    file: 'rest_fills_spot_live_2024-03.json',
    ours: after(
      (r) => placed(r, marketBuy()),
      async (r) => firstRow((await privateGet(r, '/trade/fills')).body),
    ),
  },
  {
    file: 'rest_ticker_docs.json',
    ours: async (r) => firstRow((await publicGet(r, '/market/ticker?instId=BTC-USDT')).body),
  },
  {
    file: 'rest_books_docs.json',
    ours: async (r) => firstRow((await publicGet(r, '/market/books?instId=BTC-USDT')).body),
  },
  {
    file: 'rest_price_limit_docs.json',
    ours: async (r) => firstRow((await publicGet(r, '/public/price-limit?instId=BTC-USDT')).body),
  },
  {
    file: 'rest_trades_live_2025-05.json',
    ours: after(
      (r) => placed(r, marketBuy()),
      async (r) => firstRow((await publicGet(r, '/market/trades?instId=BTC-USDT')).body),
    ),
  },
  {
    file: 'rest_trade_fee_docs.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/trade-fee?instType=SPOT')).body),
  },
  {
    file: 'rest_max_size_docs.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/max-size?instId=BTC-USDT&tdMode=cash')).body),
  },
  {
    file: 'rest_max_avail_size_docs.json',
    ours: async (r) => firstRow((await privateGet(r, '/account/max-avail-size?instId=BTC-USDT&tdMode=cash')).body),
  },
  { file: 'rest_asset_balances_docs.json', ours: async (r) => firstRow((await privateGet(r, '/asset/balances')).body) },
  {
    file: 'rest_account_rate_limit_docs.json',
    ours: async (r) => firstRow((await privateGet(r, '/trade/account-rate-limit')).body),
  },
  {
    file: 'rest_cancel_all_after_docs.json',
    ours: async (r) => firstRow((await post(r, '/trade/cancel-all-after', { timeOut: '10' })).body),
  },
  { file: 'rest_order_placed_docs.json', ours: async (r) => firstRow((await place(r, limitBuy())).body) },
  { file: 'rest_order_subcode.json', ours: async (r) => firstRow((await place(r, limitBuy({ sz: '9' }))).body) },
  {
    file: 'rest_cancel_order_docs.json',
    ours: async (r) =>
      firstRow((await post(r, '/trade/cancel-order', { instId: 'BTC-USDT', ordId: await placed(r, limitBuy()) })).body),
  },
  {
    file: 'rest_amend_order_docs.json',
    ours: async (r) =>
      firstRow(
        (await post(r, '/trade/amend-order', { instId: 'BTC-USDT', ordId: await placed(r, limitBuy()), newSz: '1' }))
          .body,
      ),
  },
];

/** First push of a private or public channel whose row has the wanted state, if one is named. */
async function pushOf(kind: string, arg: Body, act: (rigged: Rig) => Promise<unknown>, state?: string): Promise<Body> {
  const rigged = rig();
  const wire = connectInProcess(rigged.exchange.accept, { path: `/ws/v5/${kind}` });
  if (!('sent' in wire)) throw new Error('refused');
  const stamp = String(START_MS / 1000);
  const sign = hmac(KEY.secret, `${stamp}GET/users/self/verify`);
  wire.say(
    JSON.stringify({ op: 'login', args: [{ apiKey: KEY.apiKey, passphrase: KEY.passphrase, timestamp: stamp, sign }] }),
  );
  wire.say(JSON.stringify({ op: 'subscribe', args: [arg] }));
  await act(rigged);
  const frames = wire.sent.map((text) => JSON.parse(text) as Body).filter(({ data }) => data !== undefined);
  return frames.find((frame) => state === undefined || firstRow(frame)['state'] === state) ?? {};
}

const pushes = [
  {
    file: 'ws_orders_spot_filled_demo_2026-09.json',
    push: () => pushOf('private', { channel: 'orders', instType: 'SPOT' }, (r) => place(r, marketBuy()), 'filled'),
  },
  {
    file: 'ws_orders_spot_live_2023-11.json',
    push: () => pushOf('private', { channel: 'orders', instType: 'ANY' }, (r) => place(r, limitBuy()), 'live'),
  },
  {
    file: 'ws_account_spot_snapshot_demo_2026-09.json',
    push: () => pushOf('private', { channel: 'account' }, () => Promise.resolve()),
  },
  {
    file: 'ws_tickers_BTC-USDT_2022-05.json',
    push: () => pushOf('public', { channel: 'tickers', instId: 'BTC-USDT' }, () => Promise.resolve()),
  },
  {
    file: 'ws_books_swap_update_01_2026-09.json',
    push: () => pushOf('public', { channel: 'books', instId: 'BTC-USDT' }, () => Promise.resolve()),
  },
  {
    file: 'ws_trades_BTC-USDT_2025-02.json',
    push: () => pushOf('public', { channel: 'trades', instId: 'BTC-USDT' }, (r) => place(r, marketBuy())),
  },
];

describe.skipIf(!isHere)(
  'rows have every field of the recorded ones, with the same JSON types (needs ../shared/recordings)',
  () => {
    for (const { file, ours } of rest) {
      it(file, async () => expectSameShape(firstRow(recorded(file)), await ours(rig())));
    }

    for (const { file, push } of pushes) {
      it(file, async () => {
        const [theirs, ours] = [recorded(file), await push()];
        expectSameShape(theirs, ours);
        expectSameShape(firstRow(theirs), firstRow(ours));
      });
    }

    it('details of a balance', async () => {
      const details = (body: Body) => (firstRow(body)['details'] as Body[])[0] ?? {};
      const ours = (await privateGet(rig(), '/account/balance')).body;
      expectSameShape(details(recorded('rest_account_balance_spot_demo_2026-09.json')), details(ours));
    });

    it('the bare refusals of the gateway', async () => {
      const unknown = await privateGet(rig(), '/account/config', { as: { ...KEY, apiKey: 'nobody' } });
      expect(unknown.body).toEqual(recorded('err_50119_http401_live_2023-11.json'));
      const rigged = rig();
      for (let index = 0; index < 10; index += 1) await publicGet(rigged, '/public/time');
      expect((await publicGet(rigged, '/public/time')).body).toEqual(recorded('err_50011_http429_live_2024-02.json'));
    });
  },
);
