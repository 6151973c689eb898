import type { KeyRules } from '../key-rules.ts';

export const rules: KeyRules = {
  // developers.binance.com Wallet "Get API Key Permission" and binance-connector-js clients/wallet, 2026-07. A FIX right
  // opens sessions of its own and does not let the key place orders over REST.
  grantsOf: {
    enableReading: ['read'],
    enableSpotAndMarginTrading: ['trade-spot'],
    enableMargin: ['trade-margin'],
    enablePortfolioMarginTrading: ['trade-margin'],
    enableFutures: ['trade-futures'],
    enableVanillaOptions: ['trade-options'],
    enableInternalTransfer: ['transfer'],
    permitsUniversalTransfer: ['transfer'],
    enableWithdrawals: ['withdraw'],
    enableFixApiTrade: ['socket'],
    enableFixReadOnly: ['socket'],
  },
  // faqs/api_key_types.md, 2026-07: Ed25519 recommended, HMAC described as deprecated yet still issued.
  algorithms: ['ed25519', 'rsa', 'hmac'],
  // `tradingAuthorityExpirationTime`: when the spot and margin trading right lapses.
  expiryEnds: 'trading',
  inactivity: null,
  // Users later reported 90 days; whether the rule still works beside deletion is not documented.
  unrestrictedTrading: {
    days: 30,
    source: 'Announcement "Updates to API Key Permission Rules" (2021-07-08)',
    month: '2021-07',
    isVerified: false,
  },
  // How soon, and whether self-generated keys are exempt, is not documented.
  deletesUnrestricted: {
    source: 'Warning of the API key page, as users quote it',
    month: '2026-04',
    isVerified: false,
  },
  settings: {},
  unknownGrant: 'warning',
};
