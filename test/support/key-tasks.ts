import type { Locator, Page } from 'playwright-core';
import type { ExchangeId } from '../../shared/model/account.ts';

export interface TypedKey {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string | null;
}

/** A box of the task that lies over the page. */
export function taskBox(page: Page, name: string): Locator {
  return page.locator('.task').getByLabel(name, { exact: true });
}

/** As the keyboard does it: nothing of the text is handed to a script of the page. */
export async function typeInto(page: Page, box: Locator, text: string): Promise<void> {
  await box.focus();
  await page.keyboard.insertText(text);
}

/** Types a key into the open form. */
export async function typeKey(page: Page, { apiKey, secret, passphrase }: TypedKey): Promise<void> {
  await typeInto(page, taskBox(page, 'API key'), apiKey);
  await typeInto(page, taskBox(page, 'API secret'), secret);
  if (passphrase !== null) await typeInto(page, taskBox(page, 'Passphrase'), passphrase);
}

/** Opens the form for a new account on a practice exchange. */
export async function beginKey(page: Page, exchange: ExchangeId, label: string): Promise<void> {
  await page.getByRole('button', { name: 'Add key', exact: true }).click();
  await taskBox(page, 'Exchange').selectOption(exchange);
  await taskBox(page, 'Environment').selectOption('practice');
  await typeInto(page, taskBox(page, 'Label'), label);
}

export async function saveKey(page: Page): Promise<void> {
  const exchange = taskBox(page, 'Exchange');
  // A pair that was made here has no such box, and is never one of Kraken's.
  const isKraken = (await exchange.count()) > 0 && (await exchange.inputValue()) === 'kraken';
  const end = isKraken ? (await taskBox(page, 'API key').inputValue()).slice(-4) : '';
  await page.getByRole('button', { name: 'Save key', exact: true }).click();
  if (isKraken) await confirmOwn(page, end);
}

/** A key of Kraken is asked about before the first call. */
export async function confirmOwn(page: Page, end: string): Promise<void> {
  await taskBox(page, 'Phrase').fill(`key ${end} is for Headroom alone`);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

/** Waits for the last step and leaves it. */
export async function leaveSaved(page: Page): Promise<void> {
  await page.locator('.task').getByText('Key saved').waitFor();
  await page.locator('.form__foot').getByRole('button', { name: 'Close' }).click();
  await page.locator('.task').waitFor({ state: 'detached' });
}

/** The rows of keys of one account. */
export function keyRows(page: Page, account: string): Locator {
  return page.locator(`section[aria-labelledby="keys-of-${account}"] .key-row`);
}

/** The row of a key by its label. */
export function keyRow(page: Page, label: string): Locator {
  return page.locator('.key-row', { has: page.locator('strong', { hasText: new RegExp(`^${label}$`) }) });
}
