import { randomBytes } from 'node:crypto';
import type { CustomScheme } from 'electron';
import { NONCE_MARK, safetyHeaders } from '../common/content-policy.ts';
import type { PageFile, PageFiles } from '../common/page-files.ts';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_ORIGIN, PAGE_SCHEME, PAGE_URL } from './page-address.ts';

export interface PageAnswer {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

interface Asked {
  readonly method: string;
  readonly url: string;
}

const SCHEME: CustomScheme = {
  scheme: PAGE_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};
const NO_SOCKETS: readonly string[] = [];

/** Must run before the app is ready. */
export function registerScheme(electron: Pick<ElectronApi, 'protocol'>): void {
  electron.protocol.registerSchemesAsPrivileged([SCHEME]);
}

/** Serves the built page to the windows of the default session. */
export function servePageFiles(electron: Pick<ElectronApi, 'protocol'>, files: PageFiles): void {
  electron.protocol.handle(PAGE_SCHEME, (request) => {
    const { status, headers, body } = answerPage(files, request, freshNonce());
    return new Response(body, { status, headers: { ...headers } });
  });
}

/**
 * An entry of the map to the letter, or 404. The address is not parsed, decoded or joined to anything: whatever is not
 * the name of an entry is nothing.
 */
export function answerPage(files: PageFiles, { method, url }: Asked, nonce: string): PageAnswer {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'GET only\n', nonce);
  const file = url.startsWith(PAGE_URL) ? files.get(url.slice(PAGE_ORIGIN.length)) : undefined;
  if (file === undefined) return plain(404, 'Not found\n', nonce);
  const headers = { ...safetyHeaders(nonce, NO_SOCKETS), 'content-type': file.type };
  return { status: 200, headers, body: method === 'HEAD' ? null : bodyOf(file, nonce) };
}

function bodyOf(file: PageFile, nonce: string): string | Uint8Array<ArrayBuffer> {
  if (!file.type.startsWith('text/html')) return Uint8Array.from(file.bytes);
  return file.bytes.toString('utf8').replaceAll(NONCE_MARK, nonce);
}

function plain(status: 404 | 405, body: string, nonce: string): PageAnswer {
  return {
    status,
    headers: { ...safetyHeaders(nonce, NO_SOCKETS), 'content-type': 'text/plain; charset=utf-8' },
    body,
  };
}

function freshNonce(): string {
  return randomBytes(16).toString('base64');
}
