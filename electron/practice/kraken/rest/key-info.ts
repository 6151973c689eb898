import { TOKEN_LIFE_MS } from '../access/tokens.ts';
import { done } from '../errors.ts';
import type { PrivateMethod } from './call.ts';

function secondsText(atMs: number | null): string {
  return atMs === null ? '0' : String(Math.floor(atMs / 1000));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * What the calling key is and may do. The reference (2026-05) has camel case and a whole number for the window, a
 * recorded reply snake case, text, and `[""]` for an empty allowlist.
 */
export const getApiKeyInfo: PrivateMethod = (context, { key }) => {
  const { nonces, nonceWindow } = context.keys.of(key.apiKey);
  const isSnake = context.switches.keyInfoCasing === 'snake';
  const info = {
    apiKeyName: key.label,
    apiKey: key.apiKey,
    nonce: String(nonces.highest),
    nonceWindow: isSnake ? String(nonceWindow) : Number(nonceWindow),
    permissions: [...key.permissions],
    iban: ibanOf(key.accountId),
    validUntil: secondsText(key.expiresAtMs),
    queryFrom: '0',
    queryTo: '0',
    createdTime: secondsText(key.createdAtMs),
    modifiedTime: secondsText(key.createdAtMs),
    ipAllowlist: isSnake && key.ips.length === 0 ? [''] : key.ips,
    lastUsed: key.lastUsedAtMs === null ? null : secondsText(key.lastUsedAtMs),
  };
  return done(
    isSnake ? Object.fromEntries(Object.entries(info).map(([name, value]) => [snakeCase(name), value])) : info,
  );
};

/** The account's number, the same for all its keys. */
function ibanOf(accountId: string): string {
  return `AA${accountId
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .padEnd(16, '0')
    .slice(0, 16)}`;
}

export const getWebSocketsToken: PrivateMethod = (context, { key, nowMs }) =>
  done({ token: context.tokens.issue(key.apiKey, nowMs), expires: TOKEN_LIFE_MS / 1000 });
