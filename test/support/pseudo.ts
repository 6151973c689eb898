import type { Page } from 'playwright-core';
import type { Look, LookOptions } from './browser.ts';
import { fakeAccounts, fakeBuckets } from './fake-accounts.ts';
import { CALLERS, CALLS } from './fake-log-rows.ts';
import type { PageRig } from './page-rig.ts';

/** What the browser remembers of this page from the beginning. */
export async function remembering(page: Page, kept: Readonly<Record<string, string>>): Promise<void> {
  await page.addInitScript((names) => {
    // A page without an origin of its own has no storage.
    if (!location.protocol.startsWith('http')) return;
    for (const [name, value] of Object.entries(names)) localStorage.setItem(name, value);
  }, kept);
}

/** A page in the language made for tests: every sentence in ‹ › and a third longer. */
export async function openPseudo(rig: PageRig, options: LookOptions = {}): Promise<Look> {
  const one = await rig.blank(options);
  await remembering(one.page, { 'headroom.locale': 'pseudo' });
  await one.page.goto(rig.host.link());
  return one;
}

/** Names that stay as the exchange, its user or a standard has them; longest first. */
const NAMES: readonly string[] = [
  ...new Set([
    ...fakeAccounts.flatMap(({ id, label }) => [id, label]),
    ...fakeBuckets.flatMap(({ name, part = '' }) => [name, part]),
    ...CALLS.flatMap(({ endpoint, bucket }) => [endpoint, bucket]),
    ...CALLERS.filter((caller) => caller.startsWith('bot:')).map((caller) => caller.slice('bot:'.length)),
  ]),
]
  .filter((name) => name !== '')
  .toSorted((a, b) => b.length - a.length);

const SENTENCE = /‹[^‹›]*›/g;
/** A figure in short, as `160K`. */
const SHORT_FIGURE = /\d[KMB]\b/g;
/** An endpoint as requests are named. */
const ENDPOINT = /\b(?:GET|POST|PUT|DELETE) \/[\w/.-]*/g;
/** Written by Intl, in whatever language was chosen for dates. */
const MONTH = new RegExp(`\\b(?:${months('long')}|${months('short')})\\b`, 'g');

function months(month: 'long' | 'short'): string {
  const format = new Intl.DateTimeFormat('en', { month, timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2026, index, 15))).join('|');
}

/** Whether letters are left when sentences of the catalogue, names and figures are taken away. */
export function isUntranslated(text: string): boolean {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replaceAll(SENTENCE, ' ');
  }
  return hasWords(rest);
}

/** Letters that are neither part of a name nor of a figure or date. */
function hasWords(text: string): boolean {
  let rest = text.replaceAll(ENDPOINT, ' ');
  for (const name of NAMES) rest = rest.replaceAll(name, ' ');
  return /\p{L}/u.test(rest.replaceAll(SHORT_FIGURE, '').replaceAll(MONTH, ''));
}

export interface Seen {
  /** Where it was found, and the text. */
  readonly texts: readonly (readonly [string, string])[];
  /** What does not fit its place: where, the text, inner and outer width or height. */
  readonly cut: readonly (readonly [string, string, number, number])[];
}

/** All text of the page as it stands, seen or spoken, but for what is marked `translate="no"`; and what is cut off. */
export async function seenIn(page: Page): Promise<Seen> {
  return await page.evaluate(() => {
    const SPOKEN = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label'];
    const whereOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const isName = (element: Element): boolean => element.closest('[translate="no"]') !== null;
    const isBalanced = (text: string): boolean => text.split('‹').length === text.split('›').length;

    /** A sentence may stand in pieces, as where letters are marked: then the whole of it. */
    function wholeOf(node: Node): string {
      let whole: Node = node.parentElement?.closest('.palette__title') ?? node;
      while (!isBalanced(whole.textContent ?? '') && whole.parentElement !== null) whole = whole.parentElement;
      return whole.textContent ?? '';
    }

    const texts: [string, string][] = [['title', document.title]];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || parent.closest('script, style, noscript') !== null || isName(parent)) continue;
      if ((node.textContent ?? '').trim() !== '') texts.push([whereOf(parent), wholeOf(node)]);
    }
    const elements = [...document.body.querySelectorAll<HTMLElement>('*')];
    for (const element of elements) {
      for (const name of SPOKEN) {
        const text = element.getAttribute(name);
        if (text !== null && text !== '' && !isName(element)) texts.push([`${whereOf(element)} ${name}`, text]);
      }
    }

    /** Within a part that scrolls sideways; the page as a whole must not. */
    function isScrolled(element: Element): boolean {
      if (element.matches('main, body')) return false;
      if (['auto', 'scroll'].includes(getComputedStyle(element).overflowX)) return true;
      return element.parentElement !== null && isScrolled(element.parentElement);
    }

    const cut: [string, string, number, number][] = [];
    for (const element of elements) {
      if (element.clientWidth <= 1 || element.closest('svg, .unseen, .nav__word') !== null) continue;
      const style = getComputedStyle(element);
      const text = (element.textContent ?? '').trim();
      if (text === '' || style.display === 'inline') continue;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      if (scrollWidth > clientWidth + 1 && (style.overflowX === 'hidden' || !isScrolled(element))) {
        cut.push([whereOf(element), text, scrollWidth, clientWidth]);
      }
      const hides = style.overflowY === 'hidden' || style.overflowY === 'clip';
      if (hides && scrollHeight > clientHeight + 2)
        cut.push([`${whereOf(element)} height`, text, scrollHeight, clientHeight]);
    }
    return { texts, cut };
  });
}

/** What is wrong with the page in this language: text that was never translated, and sentences that do not fit. */
export async function pseudoFaults(page: Page): Promise<readonly string[]> {
  const { texts, cut } = await seenIn(page);
  const loose = texts
    .filter(([, text]) => isUntranslated(text))
    .map(([where, text]) => `untranslated ${where}: ${text}`);
  const tight = cut
    // A name as long as its giver pleased may be cut; a sentence of ours may not.
    .filter(([, text]) => text.includes('‹') && hasWords(text))
    .map(([where, text, inner, outer]) => `cut ${where}: ${text.slice(0, 80)} (${inner} in ${outer})`);
  return [...new Set([...loose, ...tight])];
}
