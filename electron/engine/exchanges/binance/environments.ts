import type { ExchangeDefinition, Hosts } from '../definition.ts';

// rest-api.md, web-socket-api.md, web-socket-streams.md, testnet/general-info.md and demo-mode/general-info.md, 2026-07.
const live: Hosts = {
  rest: 'https://api.binance.com',
  sockets: { api: 'wss://ws-api.binance.com:443/ws-api/v3', streams: 'wss://stream.binance.com:443/stream' },
  headers: {},
};

const testnet: Hosts = {
  rest: 'https://testnet.binance.vision',
  sockets: {
    api: 'wss://ws-api.testnet.binance.vision/ws-api/v3',
    streams: 'wss://stream.testnet.binance.vision/stream',
  },
  headers: {},
};

// Keys of the demo site, with the limits and filters of live.
const demo: Hosts = {
  rest: 'https://demo-api.binance.com',
  sockets: { api: 'wss://demo-ws-api.binance.com/ws-api/v3', streams: 'wss://demo-stream.binance.com/stream' },
  headers: {},
};

export const environments: ExchangeDefinition['environments'] = {
  live: { global: live },
  testnet: { global: testnet, demo },
  practice: (restOrigin, socketOrigin) => ({
    rest: restOrigin,
    sockets: { api: `${socketOrigin}/ws-api/v3`, streams: `${socketOrigin}/stream` },
    headers: {},
  }),
};
