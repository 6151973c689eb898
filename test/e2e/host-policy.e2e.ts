import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Look, look } from '../support/browser.ts';
import { type HostProcess, startHost, temporaryFolder } from '../support/host-process.ts';
import { startStrangerSite, type StrangerSite } from '../support/stranger-site.ts';

const data = temporaryFolder();
let browser: Browser;
let host: HostProcess;
let site: StrangerSite;
let one: Look;
beforeAll(async () => {
  [browser, host, site] = await Promise.all([launchBrowser(), startHost({ folder: data.path }), startStrangerSite()]);
  one = await look(browser, host.origin);
  await one.page.goto(host.link);
  await one.page.locator('[data-bucket-row]').first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await host.stop();
  await site.close();
  data.remove();
});

interface Trial {
  readonly blocked: readonly string[];
  readonly isOwned: boolean;
}

// As text where the test runner would rewrite it (`import()`) or the linter forbids it.
type Probe = ((site: string) => unknown) | string;

/**
 * Each probe runs within the page as code that had got in; `window.owned` is set by whatever then runs. It is called by
 * a timer, since what the debugger itself calls may evaluate text.
 */
const PROBES: readonly (readonly [name: string, directive: RegExp, probe: Probe])[] = [
  [
    'an inline script',
    /^(?:script-src|require-trusted)/,
    () => add('script', (script) => script.append('window.owned = true')),
  ],
  [
    'an inline handler',
    /^(?:script-src|require-trusted)/,
    () =>
      add('img', (image) => {
        image.setAttribute('onerror', 'window.owned = true');
        image.setAttribute('src', 'data:x');
      }),
  ],
  [
    'markup',
    /^require-trusted/,
    () => {
      document.body.innerHTML += '<img src=x onerror="window.owned = true">';
    },
  ],
  ['eval', /^(?:script-src|require-trusted)/, '() => eval("window.owned = true")'],
  ['a function of text', /^(?:script-src|require-trusted)/, '() => new Function("window.owned = true")()'],
  ['a timer of text', /^(?:script-src|require-trusted)/, '() => setTimeout("window.owned = true", 0)'],
  [
    'a script: address',
    /^script-src/,
    () =>
      add('a', (link) => {
        link.setAttribute('href', 'javascript:void(window.owned = true)');
        link.click();
      }),
  ],
  [
    'a remote script',
    /^(?:script-src|require-trusted)/,
    (site) => add('script', (script) => script.setAttribute('src', `${site}/script.js`)),
  ],
  ['a data: script', /^(?:script-src|require-trusted)/, '() => import("data:text/javascript,window.owned = true")'],
  [
    'a blob: script',
    /^(?:script-src|require-trusted)/,
    '() => import(URL.createObjectURL(new Blob(["window.owned = true"], { type: "text/javascript" })))',
  ],
  ['a remote module', /^script-src/, '(site) => import(site + "/module.js")'],
  [
    'a remote image',
    /^img-src/,
    (site) => {
      new Image().src = `${site}/image`;
    },
  ],
  [
    'a remote style',
    /^style-src/,
    (site) =>
      add('link', (link) => {
        link.setAttribute('rel', 'stylesheet');
        link.setAttribute('href', `${site}/style`);
      }),
  ],
  ['an inline style', /^style-src/, () => add('style', (style) => style.append('body { display: none }'))],
  ['a remote font', /^font-src/, (site) => new FontFace('far', `url(${site}/font)`).load()],
  ['a remote fetch', /^connect-src/, (site) => fetch(`${site}/fetch`)],
  ['a remote beacon', /^connect-src/, (site) => navigator.sendBeacon(`${site}/beacon`, 'x')],
  ['a remote event source', /^connect-src/, (site) => new EventSource(`${site}/events`)],
  ['a remote socket', /^connect-src/, (site) => new WebSocket(`${site.replace('http', 'ws')}/socket`)],
  [
    'a frame',
    /^(?:frame-src|default-src)/,
    (site) => add('iframe', (frame) => frame.setAttribute('src', `${site}/frame`)),
  ],
  [
    'a frame of text',
    /^(?:frame-src|require-trusted|script-src)/,
    () => add('iframe', (frame) => frame.setAttribute('srcdoc', '<script>parent.owned = true</script>')),
  ],
  [
    'a form',
    /^form-action/,
    (site) =>
      add('form', (form) => {
        form.setAttribute('method', 'POST');
        form.setAttribute('action', `${site}/form`);
        document.body.append(form);
        (form as HTMLFormElement).submit();
      }),
  ],
  ['another base', /^base-uri/, (site) => add('base', (base) => base.setAttribute('href', `${site}/base/`))],
  [
    'an object',
    /^(?:object-src|require-trusted)/,
    (site) => add('object', (object) => object.setAttribute('data', `${site}/object`)),
  ],
  [
    'an embedded thing',
    /^(?:object-src|require-trusted)/,
    (site) => add('embed', (embed) => embed.setAttribute('src', `${site}/embed`)),
  ],
  ['a worker', /^(?:worker-src|script-src|require-trusted)/, () => new Worker(URL.createObjectURL(new Blob(['0'])))],
  [
    'a service worker',
    /^(?:worker-src|script-src|require-trusted)/,
    () => navigator.serviceWorker.register('/worker.js'),
  ],
  ['a film', /^media-src|^default-src/, (site) => add('video', (video) => video.setAttribute('src', `${site}/film`))],
  [
    'a trusted-types policy',
    /^trusted-types/,
    () =>
      (
        window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
      ).trustedTypes.createPolicy('own', {}),
  ],
];

// Only its text is used, in the page.
function add(tag: string, prepare: (element: HTMLElement) => void): void {
  const element = document.createElement(tag);
  prepare(element);
  document.body.append(element);
}

const BLOCKED_WITHIN_MS = 5_000;
// What was not stopped would have run or asked by then.
const SETTLES_WITHIN_MS = 50;

async function tryProbe(directive: RegExp, probe: Probe): Promise<Trial> {
  const script = `new Promise((resolve) => {
    const blocked = [];
    const end = () => {
      document.removeEventListener('securitypolicyviolation', listen);
      resolve({ blocked, isOwned: window.owned === true });
    };
    const listen = ({ effectiveDirective }) => {
      blocked.push(effectiveDirective);
      if (${directive}.test(effectiveDirective)) setTimeout(end, ${SETTLES_WITHIN_MS});
    };
    document.addEventListener('securitypolicyviolation', listen);
    setTimeout(end, ${BLOCKED_WITHIN_MS});
    ${add.toString()}
    const probe = ${probe.toString()};
    setTimeout(async () => {
      try { await probe(${JSON.stringify(site.origin)}); } catch {}
    }, 0);
  })`;
  return (await one.page.evaluate(script)) as Trial;
}

describe('code that got into the page', () => {
  for (const [name, directive, probe] of PROBES) {
    it(`is stopped by the policy: ${name}`, async () => {
      site.forget();
      const { blocked, isOwned } = await tryProbe(directive, probe);
      expect(blocked.filter((one) => directive.test(one))).not.toEqual([]);
      expect([isOwned, site.asked]).toEqual([false, []]);
    });
  }

  it('finds the page still at work afterwards', async () => {
    expect(new URL(one.page.url()).origin).toBe(host.origin);
    expect(await one.page.evaluate(() => document.baseURI)).toBe(`${host.origin}/`);
    const account = one.page.getByRole('region', { name: 'Practice Binance' });
    const before = await account.textContent();
    await expect.poll(() => account.textContent()).not.toBe(before);
  });
});
