import type { KeyRules } from '../key-rules.ts';

export const rules: KeyRules = {
  // The 13 codes of GetApiKeyInfo (REST reference, 2026-05). query-funds also opens WalletTransfer, from the spot wallet
  // to the account's own futures wallet, so it is no pure read.
  grantsOf: {
    'query-funds': ['read', 'transfer'],
    'add-funds': ['deposit'],
    'withdraw-funds': ['withdraw'],
    'earn-funds': ['earn'],
    'query-open-trades': ['read'],
    'query-closed-trades': ['read'],
    'modify-trades': ['trade-spot'],
    'close-trades': ['trade-spot'],
    'query-ledger': ['read'],
    'export-data': ['export'],
    'create-ws-token': ['socket'],
    'add-withdraw-address': ['address-book'],
    'update-withdraw-address': ['address-book'],
  },
  algorithms: ['hmac'],
  // `validUntil`; no rule about unused or unrestricted keys is documented.
  expiryEnds: 'key',
  inactivity: null,
  unrestrictedTrading: null,
  deletesUnrestricted: null,
  // GetApiKeyInfo, REST reference, 2026-05; 0 is off.
  settings: {
    nonceWindow: { means: 'nonce-window', isSet: /^[1-9]/ },
    queryFrom: { means: 'history-window', isSet: /^[1-9]/ },
    queryTo: { means: 'history-window', isSet: /^[1-9]/ },
  },
  unknownGrant: 'critical',
};
