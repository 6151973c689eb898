import type { Locator, Page } from 'playwright-core';

const MOST_STEPS = 150;

/** Walks there with Tab alone and says on the way what had the focus without showing it; fails when it cannot be reached. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    const unseen = await focusUnseen(page);
    if (unseen !== null) throw new Error(`The focus cannot be seen on ${unseen}`);
  }
  throw new Error(`The keyboard does not reach ${wanted}`);
}

/** What has the focus, when nothing shows it; null: it is seen. */
async function focusUnseen(page: Page): Promise<string | null> {
  return await page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null;
    // A choice or switch shows it on what stands for it.
    const shown = [focused, focused.nextElementSibling].filter((one) => one !== null);
    const isSeen = shown.some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      const { width, height } = one.getBoundingClientRect();
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && width > 0 && height > 0;
    });
    return isSeen ? null : focused.outerHTML.slice(0, 200);
  });
}
