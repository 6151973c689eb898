import type { ExchangeDefinition, Hosts } from '../definition.ts';

// A User-Agent is recommended on every call (Spot REST Introduction, 2026-05).
const HEADERS: Hosts['headers'] = { 'User-Agent': 'Headroom' };

// Spot WebSockets Introduction, 2026-05. The beta hosts run on the production engine with real money: never a test.
const live: Hosts = {
  rest: 'https://api.kraken.com',
  sockets: { public: 'wss://ws.kraken.com/v2', private: 'wss://ws-auth.kraken.com/v2' },
  headers: HEADERS,
};

/** Kraken Spot has no self-service test environment (Exchange overview, 2026-08). */
export const environments: ExchangeDefinition['environments'] = {
  live: { global: live },
  testnet: null,
  practice: (restOrigin, socketOrigin) => ({
    rest: restOrigin,
    sockets: { public: `${socketOrigin}/v2`, private: `${socketOrigin}/v2` },
    headers: HEADERS,
  }),
};
