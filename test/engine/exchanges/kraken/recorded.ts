import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExchangeReply, ExchangeRequest } from '../../../../electron/engine/http.ts';
import { parseJson } from '../../../../electron/engine/json.ts';
import type { ReplyContext } from '../../../../electron/engine/exchanges/definition.ts';

const folder = fileURLToPath(new URL('../../../../../shared/recordings/kraken/', import.meta.url));

export const hasRecordings = existsSync(folder);

/** Says in the test's name why nothing ran. */
export function withRecordings(title: string): string {
  return hasRecordings ? title : `${title} (skipped: no recordings beside the repository)`;
}

export function recordingNames(): readonly string[] {
  return hasRecordings ? readdirSync(folder) : [];
}

export function recorded(name: string): unknown {
  const json = parseJson(readFileSync(`${folder}${name}`, 'utf8'));
  if (json === undefined) throw new Error(`${name} is not JSON`);
  return json;
}

export function reply(text: string, status = 200, headers: ExchangeReply['headers'] = {}): ExchangeReply {
  return { status, headers, text, json: parseJson(text) };
}

export function post(method: string, text = ''): ExchangeRequest {
  return { method: 'POST', path: `/0/private/${method}`, query: '', body: { type: 'form', text } };
}

/** The context of a private call, answered at `serverMs`. */
export function contextOf(method: string, serverMs = 0): ReplyContext {
  return { endpoint: `POST /0/private/${method}`, request: post(method), serverMs };
}
