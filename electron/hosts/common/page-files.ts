import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Path within the built page → content. Made once at start; serving never joins a path or touches the disk. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.ico': 'image/x-icon',
};

/** Reads the built page; throws with the command that builds it when it is not there. */
export function readPageFiles(folder: string): PageFiles {
  const names = listFiles(folder);
  if (!names.includes('index.html')) {
    throw new Error(`The page is not built: ${folder} has no index.html. Nothing was changed. Run: npm run build`);
  }
  const files = new Map(names.flatMap((name) => entry(folder, name)));
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  } catch {
    return [];
  }
}

function entry(folder: string, name: string): readonly (readonly [string, PageFile])[] {
  const type = TYPES[extname(name)];
  if (type === undefined) return [];
  return [[`/${name}`, { type, bytes: readFileSync(join(folder, name)) }]];
}
