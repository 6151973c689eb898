import { randomBytes } from 'node:crypto';
import { NONCE_MARK } from '../common/content-policy.ts';
import type { PageFile, PageFiles } from '../common/page-files.ts';
import { type Content, freshNonce } from './answers.ts';

const ASSETS = /(["'(])\.\/assets\//g;

/**
 * Path → content, as this run serves it. All but the page itself lies below a name that nobody can know beforehand:
 * whatever another program once served on this port, and a browser still has stored, is never asked for.
 */
export function pageRoutes(files: PageFiles): (path: string) => Content | null {
  const folder = `/${randomBytes(12).toString('base64url')}`;
  const page = files.get('/');
  return (path) => {
    if (path === '/' || path === '/index.html') return page === undefined ? null : pageContent(page, folder);
    const file = path.startsWith(`${folder}/`) ? files.get(path.slice(folder.length)) : undefined;
    return file === undefined || file.type.startsWith('text/html')
      ? null
      : { status: 200, type: file.type, body: file.bytes };
  };
}

function pageContent(page: PageFile, folder: string): Content {
  const nonce = freshNonce();
  const body = page.bytes.toString('utf8').replaceAll(NONCE_MARK, nonce).replaceAll(ASSETS, `$1.${folder}/assets/`);
  return { status: 200, type: page.type, body, nonce };
}
