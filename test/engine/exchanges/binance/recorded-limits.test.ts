import { describe, expect, it } from 'vitest';
import { Reading } from '../../../../shared/model/reading.ts';
import { binance } from '../../../../electron/engine/exchanges/binance/index.ts';
import { contextOf } from './judge.ts';
import { headersOf, isThere, json, replyOf, text } from './recorded.ts';

describe.runIf(isThere)('recorded limits', () => {
  const bodies = [
    {
      file: 'rest_exchangeInfo_testnet_2026-09.json',
      capacities: { 'ip-weight': 6000, 'orders-10s': 50, 'orders-1d': 160000, 'raw-requests': 300000 },
    },
    {
      file: 'rest_exchangeInfo_live_2025-08.json',
      capacities: { 'ip-weight': 6000, 'orders-10s': 100, 'orders-1d': 200000, 'raw-requests': 61000 },
    },
    {
      file: 'rest_exchangeInfo_live_2021-10_oldfilters.json',
      capacities: { 'ip-weight': 1200, 'orders-10s': 50, 'orders-1d': 160000, 'raw-requests': 6100 },
    },
    {
      file: 'rest_exchangeInfo_live_2021-10_btcusdt_ethusdt.json',
      capacities: { 'ip-weight': 1200, 'orders-10s': 50, 'orders-1d': 160000, 'raw-requests': 6100 },
    },
    {
      file: 'rest_rateLimit_order_docs.json',
      endpoint: 'GET /api/v3/rateLimit/order',
      capacities: { 'orders-10s': 10000, 'orders-1d': 20000 },
      used: { 'orders-10s': 0, 'orders-1d': 0 },
    },
  ];
  for (const { file, endpoint = 'GET /api/v3/exchangeInfo', capacities, used = {} } of bodies) {
    it(file, () => {
      const readings = binance.readings
        .read(replyOf(200, text(file)), contextOf(endpoint))
        .map((reading) => Reading.parse(reading));
      const of = (kind: Reading['kind']): object =>
        Object.fromEntries(
          readings
            .filter((reading) => reading.kind === kind)
            .map((reading) => [reading.bucket, 'used' in reading ? reading.used : reading.capacity]),
        );
      expect(of('capacity')).toEqual(capacities);
      expect(of('used')).toEqual(used);
    });
  }

  const headers = [
    { file: 'hdr_order_post_live_2023-08.txt', used: { 'ip-weight': 1, 'orders-10s': 1, 'orders-1d': 1 } },
    // Its count of one second is told as such, in case one has replaced the ten.
    { file: 'hdr_rest_order_expired_ioc_buy_2019-08.txt', used: { 'ip-weight': 2, 'orders-10s': 1, 'orders-1d': 1 } },
    { file: 'hdr_ticker24hr_all_live_2019-08.txt', used: { 'ip-weight': 40 } },
    { file: 'hdr_401_testnet_2022.txt', used: { 'ip-weight': 2 } },
    { file: 'hdr_rest_order_filled_buy_limit_2019-06.txt', used: {} },
    { file: 'hdr_rest_order_cancel_2019-06.txt', used: {} },
    { file: 'hdr_err_2011_unknown_order_2019-06.txt', used: {} },
    { file: 'hdr_err_2014_bad_key_format_2018.txt', used: {} },
  ];
  for (const { file, used } of headers) {
    it(file, () => {
      const readings = binance.readings.read(replyOf(200, '{}', headersOf(file)), contextOf('POST /api/v3/order'));
      expect(
        Object.fromEntries(readings.map((reading) => [reading.bucket, 'used' in reading ? reading.used : null])),
      ).toEqual(used);
    });
  }

  const sockets = [
    {
      file: 'wsapi_order_place_live_2026-01.json',
      used: { 'orders-10s': 1, 'orders-1d': 2, 'ip-weight': 546 },
      limits: [100, 200000, 6000],
    },
    { file: 'wsapi_order_cancel_live_2026-01.json', used: { 'ip-weight': 548 }, limits: [6000] },
    { file: 'wsapi_account_status_live_2026-01.json', used: { 'ip-weight': 47 }, limits: [6000] },
    { file: 'wsapi_account_status_demo_2026-09.json', used: { 'ip-weight': 217 }, limits: [6000] },
    { file: 'wsapi_openOrders_empty_live_2026-01.json', used: { 'ip-weight': 127 }, limits: [6000] },
    { file: 'wsapi_session_logon_live_2026-01.json', used: { 'ip-weight': 25 }, limits: [6000] },
    { file: 'wsapi_userDataStream_subscribe_live_2026-01.json', used: { 'ip-weight': 27 }, limits: [6000] },
    { file: 'wsapi_418_banned_docs.json', used: { 'ip-weight': 2411 }, limits: [6000] },
  ];
  for (const { file, used, limits } of sockets) {
    it(file, () => {
      const readings = binance.readings.readSocket(json(file)).map((reading) => Reading.parse(reading));
      expect(
        Object.fromEntries(readings.flatMap((reading) => ('used' in reading ? [[reading.bucket, reading.used]] : []))),
      ).toEqual(used);
      expect(readings.flatMap((reading) => ('capacity' in reading ? [reading.capacity] : []))).toEqual(limits);
    });
  }
});
