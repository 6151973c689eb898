export type WebhookFault =
  | 'no-address'
  | 'not-https'
  | 'user-info'
  | 'fragment'
  | 'long'
  | 'short-secret'
  | 'no-secret';

const LONGEST_URL = 500;
const SECRET = { min: 8, max: 200 };

/** What is wrong with an address somebody typed; null: nothing that can be seen from its text. */
export function faultOfAddress(text: string): WebhookFault | null {
  if (text.length > LONGEST_URL) return 'long';
  if (!URL.canParse(text)) return 'no-address';
  const url = new URL(text);
  if (url.protocol !== 'https:') return 'not-https';
  if (url.username !== '' || url.password !== '') return 'user-info';
  // A bare # leaves no hash behind.
  return text.includes('#') ? 'fragment' : null;
}

/** `length`: characters typed. The secret itself stays in its box. */
export function faultOfSecret(length: number, hasSecret: boolean): WebhookFault | null {
  if (length === 0) return hasSecret ? null : 'no-secret';
  return length < SECRET.min || length > SECRET.max ? 'short-secret' : null;
}
