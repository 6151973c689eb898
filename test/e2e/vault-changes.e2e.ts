import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../shared/model/account.ts';
import type { HostProcess } from '../support/host-process.ts';
import { TRADING_FLAGS } from '../support/issued-keys.ts';
import { beginKey, keyRow, keyRows, leaveSaved, saveKey, taskBox, typeInto, typeKey } from '../support/key-tasks.ts';
import { keychainItems } from '../support/keychain-items.ts';
import { indexRows } from '../support/kept-keys.ts';
import { goTo } from '../support/page-rig.ts';
import type { VaultOwner } from '../support/vault-owner.ts';
import { draw, isFullRun, vaultLack, type VaultPage, vaultRig } from '../support/vault-rig.ts';

const rig = vaultRig();
let host: HostProcess;
let owner: VaultOwner;
let page: Page;
let complaints: VaultPage['complaints'];

const isFit = vaultLack() === null;

beforeEach(async () => {
  if (!isFit) return;
  await rig.keyring.startBus();
  await rig.keyring.startDaemon('unlocked');
  ({ host, owner } = await rig.startOwned());
  ({ page, complaints } = await rig.keysPage(host));
});

/** Waits until the exchange takes signatures of this key that are younger than now. */
async function signsOn(exchange: ExchangeId, apiKey: string): Promise<void> {
  const beforeMs = (await owner.usedAtMs(exchange, apiKey)) ?? 0;
  await expect
    .poll(() => owner.usedAtMs(exchange, apiKey), { timeout: 10_000, interval: 50 })
    .toBeGreaterThan(beforeMs);
}

interface Answers {
  readonly taken: number;
  /** What the exchange or we said against the others. */
  readonly codes: readonly string[];
}

// A key the exchange does not know: errors.md of Binance, the error codes of OKX, Kraken's error list, all 2026-07.
const UNKNOWN_KEY = /^-2014$|^-2015$|^5010[35]$|^5011\d$|^EAPI:Invalid key$/;

/** Answers to calls of an account in the log, from a time on. */
function answersSince(account: string, sinceMs: number): Answers {
  const db = new DatabaseSync(join(rig.keyring.dataFolder, 'activity.db'), { readOnly: true });
  const found = db
    .prepare(
      `SELECT codes.text AS code, count(*) AS calls FROM rows LEFT JOIN names AS codes ON codes.id = rows.code
       WHERE at_ms >= ? AND account = (SELECT id FROM names WHERE text = ?) GROUP BY codes.text`,
    )
    .all(sinceMs, account);
  db.close();
  return {
    taken: Number(found.find(({ code }) => code === null)?.['calls'] ?? 0),
    codes: found.flatMap(({ code }) => (code === null ? [] : [String(code)])),
  };
}

describe.runIf(isFit)('a key at work on a practice account', () => {
  const accounts = [
    {
      exchange: 'binance',
      name: 'Practice Binance',
      more: { enableFutures: true },
      says: 'Trade futures enableFutures',
    },
    { exchange: 'okx', name: 'Practice OKX', more: {}, says: 'Both keys may do the same.' },
    { exchange: 'kraken', name: 'Practice Kraken', more: { 'add-funds': true }, says: 'Deposit add-funds' },
  ] as const;
  for (const { exchange, name, more, says } of isFullRun ? accounts : accounts.slice(0, 1)) {
    it(`of ${name} is compared, replaced and removed while the workload runs`, async () => {
      const account = `practice-${exchange}`;
      const old = await owner.firstKey(exchange);
      const next = await owner.issue(exchange, { flags: { ...TRADING_FLAGS[exchange], ...more } });
      await keyRows(page, account).click();
      await page.getByRole('button', { name: 'Replace key…' }).first().click();
      expect(await taskBox(page, 'Exchange').isDisabled()).toBe(true);
      await taskBox(page, 'Label').fill('Next');
      await typeKey(page, { ...next, secret: next.secret ?? '' });
      await saveKey(page);
      await page.locator('.task').getByText('Key saved').waitFor();
      await page.getByRole('button', { name: 'Compare and switch…' }).last().click();
      await page.locator('.task').getByText('Compare before you switch').waitFor();
      await page.locator('.task').getByText(says).waitFor();
      // Both may do all the rest, also where the old one had not been checked yet.
      expect(await page.locator('.task .rights-list li').count()).toBe(Object.keys(more).length);
      await draw(page, `vault-compare-${exchange}`);
      await page.getByRole('button', { name: 'Switch now' }).click();
      await page.locator('.task').getByText('Switched').waitFor();
      await page.locator('.form__foot').getByRole('button', { name: 'Close' }).click();

      await keyRows(page, account).filter({ hasText: 'Practice key' }).getByText('replaced').waitFor();
      // What goes out from now on is signed by the new key, and the exchange may forget the old one.
      await signsOn(exchange, next.apiKey);
      await owner.delete(exchange, old);
      const deletedAtMs = Date.now();
      await goTo(page, 'Overview');
      const figures = page.getByRole('region', { name });
      const before = await figures.textContent();
      await expect.poll(() => figures.textContent(), { timeout: 10_000, interval: 100 }).not.toBe(before);
      await expect.poll(() => answersSince(account, deletedAtMs).taken, { timeout: 20_000 }).toBeGreaterThan(5);
      expect(answersSince(account, deletedAtMs).codes.filter((code) => UNKNOWN_KEY.test(code))).toEqual([]);

      await goTo(page, 'Keys');
      await keyRows(page, account).filter({ hasText: 'Practice key' }).click();
      await page.getByText('Delete it at the exchange, then remove it here.').first().waitFor();
      await draw(page, `vault-retired-${exchange}`);
      await page.getByRole('button', { name: 'Remove…' }).click();
      await page.getByLabel('Type Practice key to confirm').fill('Practice key');
      await page.getByRole('button', { name: 'Remove key' }).click();
      await expect.poll(() => keyRows(page, account).count()).toBe(1);
      await signsOn(exchange, next.apiKey);
      expect(complaints).toEqual([]);
    });
  }
});

describe.runIf(isFit)('a key that can withdraw from anywhere', () => {
  it('is refused until its phrase is typed, and is critical on Keys and on Overview', async () => {
    const flags = { ...TRADING_FLAGS.binance, enableWithdrawals: true };
    const { apiKey, secret } = await owner.issue('binance', { flags });
    const before = indexRows(rig.keyring.dataFolder);
    await beginKey(page, 'binance', 'Danger');
    await typeKey(page, { apiKey, secret: secret ?? '', passphrase: null });
    await saveKey(page);
    await page.locator('.task').getByText('This key can withdraw').waitFor();
    await draw(page, 'vault-phrase');
    const phrase = `key ${apiKey.slice(-4)} can withdraw`;
    for (const wrong of ['', phrase.toUpperCase(), `${phrase}s`]) {
      await taskBox(page, 'Phrase').fill(wrong);
      await page.getByRole('button', { name: 'Keep this key' }).click();
      await page.getByText('That is not the phrase').waitFor();
    }
    expect(indexRows(rig.keyring.dataFolder)).toEqual(before);
    expect([...keychainItems(rig.keyring).values()].filter((text) => text.includes(apiKey))).toEqual([]);
    expect(await keyRow(page, 'Danger').count()).toBe(0);

    await taskBox(page, 'Phrase').fill(phrase);
    await page.getByRole('button', { name: 'Keep this key' }).click();
    await leaveSaved(page);
    await keyRow(page, 'Danger').locator('.key-row__reason--critical').waitFor();
    await keyRow(page, 'Danger').getByText('dangerous', { exact: true }).waitFor();
    await page.locator('.reason--critical').getByText('Critical').first().waitFor();
    await draw(page, 'vault-critical-keys');
    await goTo(page, 'Overview');
    const banner = page.locator('.banner--critical', { hasText: 'Danger' });
    await banner.getByText('Critical').waitFor();
    await draw(page, 'vault-critical-overview');
    await banner.getByRole('link', { name: 'Show key' }).click();
    await page.locator('.key-detail h2', { hasText: 'Danger' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe.runIf(isFit)('an Ed25519 key made here', () => {
  it('is registered by its public half, finished, and signs', async () => {
    await beginKey(page, 'binance', 'Made here');
    await page.getByText('Make an Ed25519 key here').click();
    await page.getByRole('button', { name: 'Make key pair' }).click();
    const publicKeyPem = await page.getByRole('textbox', { name: 'Public key' }).inputValue();
    expect(publicKeyPem).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    await draw(page, 'vault-generated');
    // An id of another key is no use, and the pair goes on waiting.
    await typeInto(page, taskBox(page, 'API key'), 'x'.repeat(64));
    await saveKey(page);
    await page.locator('.trouble').waitFor();
    await draw(page, 'vault-generated-refused');
    const { apiKey, secret } = await owner.issue('binance', { flags: TRADING_FLAGS.binance, publicKeyPem });
    expect(secret).toBeNull();
    await taskBox(page, 'API key').fill(apiKey);
    await saveKey(page);
    await leaveSaved(page);
    await keyRow(page, 'Made here').getByText('Ed25519').waitFor();
    const beforeMs = await owner.usedAtMs('binance', apiKey);
    expect(beforeMs).not.toBeNull();
    await keyRow(page, 'Made here').click();
    await page.getByRole('button', { name: 'Check now' }).first().click();
    await expect.poll(() => owner.usedAtMs('binance', apiKey)).toBeGreaterThan(beforeMs ?? 0);
    const items = [...keychainItems(rig.keyring).values()].filter((text) => text.includes('PRIVATE KEY'));
    expect(items).toHaveLength(1);
    expect(items[0]).toContain(apiKey);
    await draw(page, 'vault-made-here');
    expect(complaints).toEqual([]);
  });
});
