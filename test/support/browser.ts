import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = [process.env['HEADROOM_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'];
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The machine's Chromium; null where there is none. */
export function chromiumPath(): string | null {
  return PLACES.find((path) => path !== undefined && existsSync(path)) ?? null;
}

export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('No Chromium found: install it or set HEADROOM_CHROMIUM to its path');
  return await chromium.launch({ executablePath, args: [...ARGS, ...more] });
}

export interface Look {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors and policy violations, as they came. */
  readonly complaints: readonly string[];
  /** Hosts other than our own that the page asked. */
  readonly strangers: readonly string[];
  close(): Promise<void>;
}

export interface LookOptions {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

/** A page in a context of its own that notes whatever goes wrong in it. */
export async function look(browser: Browser, origin: string, options: LookOptions = {}): Promise<Look> {
  const { scheme = 'dark', width = 1280, height = 800 } = options;
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    permissions: [],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(origin).host) strangers.push(request.url());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
      );
    });
  });
  return { page, complaints, strangers, close: () => context.close() };
}
