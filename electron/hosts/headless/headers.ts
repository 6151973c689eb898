import { HOST_NAMES } from './door.ts';

/** The one content policy of the page; `nonce` covers the styles the UI kit adds, nothing else is inline. */
export function contentPolicy(nonce: string, port: number): string {
  const sockets = HOST_NAMES.map((name) => `ws://${name}:${port}`).join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** On every answer, errors included. No CORS header exists, and no cookie is ever set. */
export function safetyHeaders(nonce: string, port: number): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentPolicy(nonce, port),
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
