import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../../../shared/model/account.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { parseJson } from '../../../../electron/engine/json.ts';
import { instrumentOf } from './facts.ts';

interface Case {
  readonly id: ExchangeId;
  readonly name: string;
  readonly text: string;
  readonly quotes: readonly object[];
  readonly end?: string;
}

const cases: readonly Case[] = [
  {
    id: 'binance',
    name: 'best prices',
    text: '{"stream":"btcusdt@bookTicker","data":{"u":1801512,"s":"BTCUSDT","b":"76745.18000000","B":"8.74206000","a":"76745.19000000","A":"12.06313000"}}',
    quotes: [
      { name: 'btcusdt', bid: '76745.18000000', bidSize: '8.74206000', ask: '76745.19000000', askSize: '12.06313000' },
    ],
  },
  {
    id: 'binance',
    name: 'an empty side',
    text: '{"u":1,"s":"A","b":"0.00000000","B":"0.00000000","a":"2.00000000","A":"1.00000000"}',
    quotes: [{ name: 'a', bid: null, bidSize: '0.00000000', ask: '2.00000000', askSize: '1.00000000' }],
  },
  {
    id: 'binance',
    name: 'the last price',
    text: '{"stream":"btcusdt@miniTicker","data":{"e":"24hrMiniTicker","s":"BTCUSDT","c":"76745.19000000"}}',
    quotes: [{ name: 'btcusdt', last: '76745.19000000' }],
  },
  { id: 'binance', name: 'an answer to a command', text: '{"result":null,"id":1}', quotes: [] },
  {
    id: 'binance',
    name: 'a shutdown',
    text: '{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}',
    quotes: [],
    end: 'serverShutdown',
  },
  {
    id: 'okx',
    name: 'a push',
    text: '{"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","last":"30236","askPx":"30228.7","askSz":"1.55896972","bidPx":"","bidSz":""}]}',
    quotes: [{ name: 'BTC-USDT', last: '30236', bid: null, bidSize: null, ask: '30228.7', askSize: '1.55896972' }],
  },
  {
    id: 'okx',
    name: 'an acknowledgement',
    text: '{"event":"subscribe","arg":{"channel":"tickers","instId":"BTC-USDT"},"connId":"a"}',
    quotes: [],
  },
  { id: 'okx', name: 'a pong', text: 'pong', quotes: [] },
  {
    id: 'okx',
    name: 'an upgrade',
    text: '{"event":"notice","code":"64008","msg":"upgrade"}',
    quotes: [],
    end: '64008',
  },
  {
    id: 'kraken',
    name: 'numbers with all their digits',
    text: '{"channel":"ticker","type":"update","data":[{"symbol":"ETH/USD","bid":3215.88,"bid_qty":3.64088999,"ask":12345678901234567.89,"ask_qty":70.24300000,"last":0.00000001}]}',
    quotes: [
      {
        name: 'ETH/USD',
        bid: '3215.88',
        bidSize: '3.64088999',
        ask: '12345678901234567.89',
        askSize: '70.24300000',
        last: '0.00000001',
      },
    ],
  },
  { id: 'kraken', name: 'a heartbeat', text: '{"channel":"heartbeat"}', quotes: [] },
  {
    id: 'kraken',
    name: 'maintenance',
    text: '{"channel":"status","type":"update","data":[{"system":"maintenance"}]}',
    quotes: [],
    end: 'maintenance',
  },
];

describe('messages of the price sockets', () => {
  for (const { id, name, text, quotes, end = null } of cases) {
    it(`${id}: ${name}`, () => {
      expect(exchange(id).quotes.read(parseJson(text) ?? text)).toEqual({ quotes, end });
    });
  }

  for (const id of exchangeIds) {
    it(`${id}: whatever else comes is about nothing`, () => {
      for (const text of [
        '',
        '{',
        'null',
        '[]',
        '7',
        '{"data":[{}]}',
        '{"channel":"ticker","data":[{"symbol":"A","bid":"x"}]}',
        '{"s":"A","b":"1,5","B":"1","a":"1","A":"1"}',
      ]) {
        expect(exchange(id).quotes.read(parseJson(text) ?? text)).toEqual({ quotes: [], end: null });
      }
    });
  }

  it('are asked for by the names the sockets know', () => {
    const names = exchangeIds.map((id) => exchange(id).quotes.nameOf(instrumentOf(id)));
    expect(names).toEqual(['btcusdt', 'BTC-USDT', 'BTC/USD']);
    expect(exchange('binance').quotes.subscribe(['btcusdt'], 1)).toBe(
      '{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@miniTicker"],"id":1}',
    );
    expect(exchange('okx').quotes.unsubscribe(['BTC-USDT'], 1)).toBe(
      '{"op":"unsubscribe","args":[{"channel":"tickers","instId":"BTC-USDT"}]}',
    );
    expect(exchange('kraken').quotes.subscribe(['BTC/USD'], 1)).toBe(
      '{"method":"subscribe","params":{"channel":"ticker","symbol":["BTC/USD"],"event_trigger":"bbo"},"req_id":1}',
    );
  });
});

const FOLDER = '../shared/recordings';

describe.skipIf(!existsSync(FOLDER))('recorded prices (skipped without ../shared/recordings)', () => {
  const json = (file: string): unknown => parseJson(readFileSync(`${FOLDER}/${file}`, 'utf8').trim());
  const files: readonly (readonly [ExchangeId, string, string])[] = [
    ['binance', 'binance/ws_bookTicker_testnet_2026-09.json', '76745.18000000'],
    ['binance', 'binance/ws_bookTicker_2021.json', '0.35210000'],
    ['okx', 'okx/ws_tickers_BTC-USDT_2022-05.json', '30228.6'],
    ['kraken', 'kraken/ws_ticker_update_2026-01.json', '3215.88'],
  ];
  for (const [id, file, bid] of files) {
    it(file, () => expect(exchange(id).quotes.read(json(file)).quotes[0]).toMatchObject({ bid }));
  }

  it('over REST', () => {
    expect(
      exchange('kraken').quotes.poll.read(json('kraken/rest_Ticker_XBTUSDT_2025-11.json'), instrumentOf('kraken')),
    ).toEqual({
      ok: true,
      value: {
        name: 'XXBTZUSD',
        bid: '105944.20000',
        bidSize: '1.000',
        ask: '105944.30000',
        askSize: '1.000',
        last: '105899.40000',
      },
    });
    expect(exchange('okx').quotes.poll.read(json('okx/rest_ticker_docs.json'), instrumentOf('okx'))).toMatchObject({
      ok: true,
      value: { bid: '8888.88', last: '9999.99' },
    });
    expect(exchange('binance').quotes.context?.read(json('binance/rest_referencePrice_docs.json'))).toMatchObject({
      ok: true,
      value: { reference: '10.00' },
    });
  });
});
