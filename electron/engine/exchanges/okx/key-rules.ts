import type { KeyRules } from '../key-rules.ts';

export const rules: KeyRules = {
  // "API key permissions" and the Permission lines of the endpoint pages (2025-11): Trade also moves funds between wallets
  // and sub-accounts and manages sub-account keys. What it may trade depends on the account's mode, not on the key.
  grantsOf: {
    read_only: ['read'],
    trade: ['trade-spot', 'trade-margin', 'trade-futures', 'trade-options', 'transfer', 'sub-account'],
    withdraw: ['withdraw'],
  },
  algorithms: ['hmac'],
  expiryEnds: 'key',
  // Counts are REST calls that require authentication and WebSocket log-ins. Demo keys never lapse. That read-only keys
  // do not is by the wording alone.
  inactivity: {
    days: 14,
    source: 'API v5 docs "API key security"',
    month: '2026-08',
    isVerified: true,
    grants: ['trade-spot', 'withdraw'],
  },
  unrestrictedTrading: null,
  deletesUnrestricted: null,
  // account/config, API v5 docs, 2026-08.
  settings: {
    autoLoan: { means: 'may-borrow', isSet: /^true$/ },
    enableSpotBorrow: { means: 'may-borrow', isSet: /^true$/ },
    spotBorrowAutoRepay: { means: 'may-borrow', isSet: /^true$/ },
  },
  unknownGrant: 'warning',
};
