import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../../shared/model/account.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import type { SocketNews } from '../../../electron/engine/exchanges/socket-feed.ts';
import { parseJson } from '../../../electron/engine/json.ts';

const FOLDER = new URL('../../../../shared/recordings/', import.meta.url);

function read(id: ExchangeId, name: string, instrument: string | null = null): SocketNews {
  const message = parseJson(readFileSync(new URL(`${id}/${name}.json`, FOLDER), 'utf8'));
  const feed = exchange(id).sockets.feed('live');
  if (feed === null) throw new Error(`${id} has no feed`);
  return feed.read(message, { serverMs: Date.UTC(2026, 0, 22), instrumentOf: () => instrument });
}

const granted = (event: string) => ({ event, verdict: null });

describe.skipIf(!existsSync(FOLDER))(
  'recorded messages of private feeds (skipped where ../shared/recordings is absent)',
  () => {
    it.each(['ws_sub_ack_executions_125_2026-01', 'ws_sub_ack_executions_180_2024-05'])(
      'kraken %s is granted and tells the tier',
      (name) => {
        const news = read('kraken', name);
        const capacity = Number(/_(\d{3})_/.exec(name)?.[1]);
        expect(news.ack).toEqual(granted('subscribe'));
        expect(news.readings).toContainEqual(expect.objectContaining({ bucket: 'engine', part: null, capacity }));
      },
    );

    it('the life of a Kraken order: one number after the other, its pair kept, its age begun twice', () => {
      const names = [
        '01_snapshot_empty',
        '02_pending_new',
        '03_new',
        '04_amended_price',
        '05_amended_qty',
        '06_canceled',
      ];
      const news = names.map((name, index) =>
        read('kraken', `ws_executions_chain_${name}_2026-01`, index > 1 ? 'BTC/USDT' : null),
      );
      expect(news.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(
        news
          .slice(1)
          .map(({ orders }) => (orders.ok ? orders.value.map(({ symbol, status }) => [symbol, status]) : [])),
      ).toEqual(['pending', 'open', 'open', 'open', 'cancelled'].map((status) => [['BTC/USDT', status]]));
      const births = news.flatMap((one) => one.births.map(({ atMs }) => new Date(atMs ?? 0).toISOString()));
      expect([...new Set(births)]).toEqual(['2026-01-22T06:06:19.833Z', '2026-01-22T06:06:27.552Z']);
    });

    it.each([
      ['ws_err_permission_denied_2024-05', 'missing-permission'],
      ['ws_sub_error_invalid_session_2023-04', 'invalid-key'],
    ])('kraken %s is a refusal: %s', (name, kind) => {
      expect(read('kraken', name).ack?.verdict?.failure.kind).toBe(kind);
    });

    it('kraken pong and status are heard', () => {
      expect(read('kraken', 'ws_pong_2026-01').ack).toEqual(granted('ping'));
      expect(read('kraken', 'ws_status_online_2026-01').notice).toEqual({
        code: 'online',
        isEnd: false,
        comeBackAfterMs: 0,
      });
    });

    it('binance: a reply to a subscription tells use and limit, whatever its id', () => {
      const news = read('binance', 'wsapi_userDataStream_subscribe_live_2026-01');
      expect(news.ack).toEqual({ event: null, verdict: null });
      expect(news.readings).toContainEqual(expect.objectContaining({ kind: 'used', bucket: 'ip-weight', used: 27 }));
      expect(news.readings).toContainEqual(
        expect.objectContaining({ kind: 'capacity', bucket: 'ip-weight', capacity: 6_000 }),
      );
    });

    it.each(['ws_eventStreamTerminated_live_2026-02', 'ws_serverShutdown_docs'])(
      'binance %s ends the connection',
      (name) => {
        expect(read('binance', name).notice?.isEnd).toBe(true);
      },
    );

    it('binance: a ban closes the address', () => {
      const verdict = read('binance', 'wsapi_418_banned_docs').ack?.verdict;
      expect(verdict).toMatchObject({ failure: { kind: 'banned' }, gate: { cause: 'banned', scope: 'ip' } });
    });

    it.each([
      ['ws_executionReport_new_wrapped_live_2026-01', 'binance', 'BTCUSDT', 'open'],
      ['ws_orders_spot_live_2023-11', 'okx', 'BTC-USDT', 'open'],
    ] as const)('%s is one order of %s', (name, id, symbol, status) => {
      const { orders } = read(id, name);
      expect(orders.ok && orders.value).toMatchObject([{ symbol, status }]);
    });

    it('okx: an upgrade ends the connection, a count of connections does not, a refused login says why', () => {
      expect(read('okx', 'ws_notice_64008').notice).toMatchObject({ code: '64008', isEnd: true });
      expect(read('okx', 'ws_channel_conn_count').notice).toBeNull();
      expect(read('okx', 'ws_err_60032_login').ack?.verdict?.failure.kind).toBe('invalid-key');
      expect(read('okx', 'ws_subscribe_ack_2022_without_connId').ack).toEqual(granted('subscribe'));
    });
  },
);
