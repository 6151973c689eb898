import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../shared/model/account.ts';
import { exchangeIds } from '../../shared/model/account.ts';
import { TRADING_FLAGS } from '../support/issued-keys.ts';
import { beginKey, keyRow, leaveSaved, saveKey, taskBox, typeInto, typeKey } from '../support/key-tasks.ts';
import { keychainItems } from '../support/keychain-items.ts';
import { heapOf, surfaceOf } from '../support/page-taps.ts';
import { formsOf } from '../support/secret-scan.ts';
import { TextFinder } from '../support/text-finder.ts';
import type { VaultOwner } from '../support/vault-owner.ts';
import { draw, KEY_COUNT as COUNT, vaultLack, vaultRig } from '../support/vault-rig.ts';

const CONTROL = `control-${randomBytes(12).toString('hex')}`;
const rig = vaultRig();

interface Entered {
  readonly exchange: ExchangeId;
  readonly label: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string | null;
  /** Typed as a passphrase before another exchange was chosen; null where the exchange wants one. */
  readonly unsent: string | null;
}

/** Three texts for each key that must stay where they belong. */
function secretsOf({ apiKey, secret, passphrase, unsent }: Entered): readonly string[] {
  return [apiKey, secret, passphrase ?? unsent ?? ''];
}

async function issued(owner: VaultOwner, index: number): Promise<Entered> {
  const exchange = exchangeIds[index % exchangeIds.length] ?? 'binance';
  const { apiKey, secret, passphrase } = await owner.issue(exchange, { flags: TRADING_FLAGS[exchange] });
  if (secret === null) throw new Error('a shared secret was expected');
  const label = `Bot-${index}-${randomBytes(6).toString('hex')}`;
  const unsent = passphrase === null ? `unsent-${randomBytes(9).toString('hex')}` : null;
  return { exchange, label, apiKey, secret, passphrase, unsent };
}

async function enter(page: Page, key: Entered): Promise<void> {
  await beginKey(page, key.exchange, key.label);
  if (key.unsent !== null) {
    await taskBox(page, 'Exchange').selectOption('okx');
    await typeInto(page, taskBox(page, 'Passphrase'), key.unsent);
    await taskBox(page, 'Exchange').selectOption(key.exchange);
  }
  await typeKey(page, key);
  await saveKey(page);
  await leaveSaved(page);
}

/** Every row opened once, its last four characters in sight. */
async function openAll(page: Page, keys: readonly Entered[]): Promise<void> {
  for (const { label, apiKey } of keys) {
    await keyRow(page, label).click();
    await page
      .locator('.key-detail', { hasText: label })
      .getByText(`…${apiKey.slice(-4)}`)
      .waitFor();
  }
}

/** A file in each form, where files of the host are looked through too. */
function plantForms(folder: string): readonly string[] {
  return formsOf(CONTROL).map((bytes, index) => {
    const path = join(folder, `planted-${index}`);
    writeFileSync(path, Buffer.concat([Buffer.from('before '), bytes, Buffer.from(' after')]));
    return path;
  });
}

describe.runIf(vaultLack() === null)(`${COUNT} keys added through the page`, () => {
  it('lie in the keychain, and in no file, word, event, reply, markup or heap', { timeout: 240_000 }, async () => {
    await rig.keyring.startBus();
    await rig.keyring.startDaemon('unlocked');
    const { host, owner } = await rig.startOwned(CONTROL);
    const { page, frames, complaints } = await rig.keysPage(host);
    const keys: Entered[] = [];
    for (let index = 0; index < COUNT; index += 1) keys.push(await issued(owner, index));
    const secrets = keys.flatMap(secretsOf);
    const labels = keys.map(({ label }) => label);
    expect(new Set(secrets).size).toBe(3 * COUNT);
    const finder = new TextFinder([...secrets, ...labels, CONTROL]);
    const secretsIn = (bytes: Buffer): readonly string[] => {
      const found = finder.find(bytes);
      return secrets.filter((text) => found.has(text));
    };
    const bytesOf = (texts: readonly string[]): Buffer => Buffer.from(texts.join('\n'));

    // Before anything is saved, a box is where a secret can be seen.
    const [first] = keys;
    if (first === undefined) throw new Error('no keys');
    await beginKey(page, first.exchange, first.label);
    await typeKey(page, first);
    expect(secretsIn(bytesOf([await surfaceOf(page)]))).toContain(first.secret);
    await page.locator('.form__foot').getByRole('button', { name: 'Cancel' }).click();

    for (const key of keys) await enter(page, key);
    await openAll(page, keys);
    expect(await page.locator('.key-row .presence--loaded').count()).toBe(COUNT);

    // Markup and boxes: the labels are found, the secrets are not.
    const surface = finder.find(bytesOf([await surfaceOf(page)]));
    expect(labels.filter((label) => !surface.has(label))).toEqual([]);
    expect(secrets.filter((text) => surface.has(text))).toEqual([]);

    // Frames: what went out carried each secret once, what came in carried labels alone.
    const sent = finder.find(bytesOf(frames.sent));
    const received = finder.find(bytesOf(frames.received));
    const unsent = keys.flatMap((key) => key.unsent ?? []);
    expect(secrets.filter((text) => !sent.has(text))).toEqual(unsent);
    for (const { secret } of keys)
      expect(frames.sent.filter((frame) => frame.includes(JSON.stringify(secret)))).toHaveLength(1);
    expect(labels.filter((label) => !received.has(label))).toEqual([]);
    expect(secrets.filter((text) => received.has(text))).toEqual([]);

    // Heap of the page, everything that may go gone.
    await page.evaluate((hex) => {
      const text = hex.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));
      Object.assign(window, { forgotten: { text } });
    }, Buffer.from(CONTROL).toString('hex'));
    const heap = await heapOf(page);
    expect([heap.includes(CONTROL), finder.find(heap).has(CONTROL)]).toEqual([true, true]);
    expect(secretsIn(heap)).toEqual([]);

    // The keychain, read past Headroom.
    const kept = [...keychainItems(rig.keyring).values()].flatMap(materialIn);
    for (const { apiKey, secret, passphrase } of keys)
      expect(kept).toContainEqual({ apiKey, secretText: secret, passphrase });
    expect(unsent.filter((text) => JSON.stringify(kept).includes(text))).toEqual([]);

    // Files, while the host runs and once it has ended; then everything it said.
    const folder = rig.keyring.dataFolder;
    const planted = plantForms(folder);
    const running = finder.findInFolder(folder);
    expect(planted.filter((path) => running.get(path.slice(folder.length + 1))?.has(CONTROL) !== true)).toEqual([]);
    for (const path of planted) rmSync(path);
    // From here on the page has every reason to complain.
    expect(complaints).toEqual([]);
    const ended = await host.stop('SIGTERM');
    for (const found of [running, finder.findInFolder(folder)]) {
      const seen = new Set([...found.values()].flatMap((texts) => [...texts]));
      expect(labels.filter((label) => !seen.has(label))).toEqual([]);
      expect(secrets.filter((text) => seen.has(text))).toEqual([]);
    }
    expect(decodedIn(folder, keys)).toEqual([]);
    const said = finder.find(bytesOf([ended.stdout, ended.stderr]));
    expect([...said]).toEqual([CONTROL]);
    expect(ended.code).toBe(0);
  });

  it('are shown by their last four characters alone', async () => {
    await rig.keyring.startBus();
    await rig.keyring.startDaemon('unlocked');
    const { host, owner } = await rig.startOwned();
    const { page } = await rig.keysPage(host);
    const keys = [await issued(owner, 0), await issued(owner, 1), await issued(owner, 2)];
    for (const key of keys) await enter(page, key);
    await openAll(page, keys);
    await draw(page, 'vault-kept');
    const text = await surfaceOf(page);
    for (const { apiKey } of keys) {
      expect(text).toContain(`…${apiKey.slice(-4)}`);
      expect(text).not.toContain(apiKey.slice(-5));
    }
  });
});

interface Kept {
  readonly apiKey?: string;
}

// How an item says that it is whole (guarded-store-items.ts).
const WHOLE = 'v1:';

/** Items of keys; others hold something else. */
function materialIn(text: string): readonly Kept[] {
  try {
    const item: Kept = JSON.parse(text.slice(WHOLE.length));
    return item.apiKey === undefined ? [] : [item];
  } catch {
    return [];
  }
}

/** Kraken's secrets are bytes in base64: files with the bytes themselves. */
function decodedIn(folder: string, keys: readonly Entered[]): readonly string[] {
  const secrets = keys
    .filter(({ exchange }) => exchange === 'kraken')
    .map(({ secret }) => Buffer.from(secret, 'base64'));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .filter(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name));
      return secrets.some((secret) => bytes.includes(secret));
    })
    .map(({ name }) => name);
}
