import { existsSync, readFileSync } from 'node:fs';
import type { Result } from '../../../../shared/contract/failure.ts';
import type { ExchangeReply, HeaderMap } from '../../../../electron/engine/http.ts';
import { parseJson } from '../../../../electron/engine/json.ts';

export const FOLDER = new URL('../../../../../shared/recordings/binance/', import.meta.url);
export const isThere = existsSync(FOLDER);

export function text(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8');
}

export function json(file: string): unknown {
  return parseJson(text(file));
}

export function value<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** A header list, its first line `HTTP nnn` where the status is known. */
export function headersOf(file: string): HeaderMap {
  const pairs = text(file)
    .split('\n')
    .map((line) => /^([A-Za-z0-9-]+): (.*?)\r?$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name = '', content = '']): [string, readonly string[]] => [name.toLowerCase(), [content]]);
  return Object.fromEntries(pairs);
}

export function replyOf(status: number, body: string, headers: HeaderMap = {}): ExchangeReply {
  return { status, headers, text: body, json: parseJson(body) };
}
