/** Stands in the built page for the nonce of one answer. */
export const NONCE_MARK = '__CSP_NONCE__';

/**
 * The one content policy of the page, in both hosts; `nonce` covers the styles the UI kit adds, nothing else is inline.
 * `sockets`: origins of the pipe, where it is a WebSocket.
 */
export function contentPolicy(nonce: string, sockets: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...sockets].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** On every answer, errors included. No CORS header exists, and no cookie is ever set. */
export function safetyHeaders(nonce: string, sockets: readonly string[]): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(nonce, sockets),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
    'x-frame-options': 'DENY',
  };
}
