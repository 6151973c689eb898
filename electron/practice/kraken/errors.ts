/** Error texts as Kraken writes them (Spot Error Messages; REST and WebSocket v2 references, 2026-05 to 2026-08). */
export const ERRORS = {
  invalidKey: 'EAPI:Invalid key',
  invalidSignature: 'EAPI:Invalid signature',
  invalidNonce: 'EAPI:Invalid nonce',
  restRate: 'EAPI:Rate limit exceeded',
  permissionDenied: 'EGeneral:Permission denied',
  invalidArguments: 'EGeneral:Invalid arguments',
  unknownMethod: 'EGeneral:Unknown method',
  lockout: 'EGeneral:Temporary lockout',
  tooManyRequests: 'EGeneral:Too many requests',
  unavailable: 'EService:Unavailable',
  cancelOnly: 'EService:Market in cancel_only mode',
  postOnlyMode: 'EService:Market in post_only mode',
  deadline: 'EService:Deadline elapsed',
  unknownAsset: 'EQuery:Unknown asset',
  unknownPair: 'EQuery:Unknown asset pair',
  insufficientFunds: 'EOrder:Insufficient funds',
  volumeMinimum: 'EOrder:Order minimum not met',
  costMinimum: 'EOrder:Cost minimum not met',
  tickSize: 'EOrder:Tick size check failed',
  invalidPrice: 'EOrder:Invalid price',
  engineRate: 'EOrder:Rate limit exceeded',
  ordersLimit: 'EOrder:Orders limit exceeded',
  unknownOrder: 'EOrder:Unknown order',
  invalidOrder: 'EOrder:Invalid order',
  postOnly: 'EOrder:Post only order',
  invalidSession: 'ESession:Invalid session',
} as const;

/** `EGeneral:Invalid arguments` with the field it speaks of. */
export function invalidArguments(field: string): string {
  return `${ERRORS.invalidArguments}:${field}`;
}

/** Too many calls at once: retry at that time (Spot REST Rate Limits, 2026-08; the blank is Kraken's). */
export function throttledUntil(atMs: number): string {
  return `EService: Throttled: ${Math.ceil(atMs / 1000)}`;
}

/** Texts that no public source gives; a test may put others in their place. */
export interface UnverifiedTexts {
  readonly addressNotAllowed: string;
  readonly keyExpired: string;
  readonly duplicateClientOrderId: string;
}

export const UNVERIFIED_TEXTS: UnverifiedTexts = {
  addressNotAllowed: ERRORS.permissionDenied,
  keyExpired: ERRORS.invalidKey,
  duplicateClientOrderId: 'EOrder:Duplicate client order id',
};

/** The right answer or Kraken's error text. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: string };

export function done<Value>(value: Value): Answer<Value> {
  return { ok: true, value };
}

export function refused(error: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error };
}
