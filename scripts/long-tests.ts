/**
 * Tests that storm, kill, neighbour or repeat for seconds on end: `npm test` runs them, `npm run check` leaves them out,
 * since it is waited for. What a change may break is found without them nearly always; what only they find is rare and
 * worth the minutes. Globs over test files.
 */
export const LONG_IN_THREADS = [
  'test/integration/storm-*.test.ts',
  'test/integration/{binance-count,desk-kill,desk-market,desk-rig,fuzzed-answers,keys-heap,keys-rotation,keys-secrets,kraken-counters,okx-classes,soak,what-fits,wrong-clock}.test.ts',
  'test/engine/limiter/neighbour.test.ts',
  'test/engine/limiter/laws/*.test.ts',
  'test/engine/desk/market/tickets.test.ts',
  'test/practice/core/candles.test.ts',
  // Unmodified CCXT and the exchanges' own SDKs take seconds to load alone.
  'test/practice/{binance,kraken,okx}/{ccxt,ccxt-pro,ccxt-socket,binance-sdk,okx-api}.test.ts',
] as const;

/** The same, of those that need a process of their own. */
export const LONG_IN_PROCESSES = [
  'test/adapters/keys/key-rig.test.ts',
  'test/adapters/secrets/{keyring,passphrase-kill}.test.ts',
  'test/adapters/stores/{kill-rig,power-rig,pruning,sqlite-activity}.test.ts',
  'test/bench/*.test.ts',
  'test/hosts/headless/flood.test.ts',
  'test/hosts/desktop/{icons,packaging}.test.ts',
] as const;
