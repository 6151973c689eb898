import { NONCE_MARK } from '../common/content-policy.ts';
import type { PageFile, PageFiles } from '../common/page-files.ts';
import { STOPPED_PATH } from './page-address.ts';

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Headroom</title>
<style nonce="${NONCE_MARK}">
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem; }
</style>
<main>
  <h1>This page stopped working</h1>
  <p>It was started again three times within five minutes and stopped each time, so it is left alone now.</p>
  <p>Headroom itself goes on: limits are kept, orders are looked after and alerts are told.</p>
  <p>To try again, choose a page in the View menu, or Open in the menu of the tray icon.</p>
</main>
</html>
`;

const FILE: PageFile = { type: 'text/html; charset=utf-8', bytes: Buffer.from(HTML) };

/** The built page and, beside it, the one that needs no script. */
export function withStoppedPage(files: PageFiles): PageFiles {
  return new Map([...files, [STOPPED_PATH, FILE]]);
}
