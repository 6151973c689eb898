import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { fillIndex, indexRows, KEPT_LABELS } from '../support/kept-keys.ts';
import { TRADING_FLAGS } from '../support/issued-keys.ts';
import { beginKey, keyRow, leaveSaved, saveKey, typeKey } from '../support/key-tasks.ts';
import { keychainItems } from '../support/keychain-items.ts';
import { goTo } from '../support/page-rig.ts';
import { draw, vaultLack, vaultRig } from '../support/vault-rig.ts';

const WITHIN_MS = 4_000;
const rig = vaultRig();

interface SetUp {
  readonly name: string;
  readonly prepare: () => Promise<void>;
  /** Where secrets are kept, and how that place is. */
  readonly says: readonly [place: string, state: string];
  readonly todo: string;
  /** Of the keys that a run before left in the index. */
  readonly presence: string;
}

const setUps: readonly SetUp[] = [
  {
    name: 'no bus',
    prepare: () => Promise.resolve(),
    says: ['Memory only', 'not there'],
    todo: 'Keys are gone when Headroom ends.',
    presence: 'waiting for the secret store',
  },
  {
    name: 'a bus without the service',
    prepare: () => rig.keyring.startBus(),
    says: ['Memory only', 'not there'],
    todo: 'This computer offers no keychain Headroom can use.',
    presence: 'waiting for the secret store',
  },
  {
    name: 'an unlocked keyring',
    prepare: () => rig.keyring.startBus().then(() => rig.keyring.startDaemon('unlocked')),
    says: ['The system’s keychain', 'ready'],
    todo: 'Secrets outlive a restart',
    presence: 'missing on this machine',
  },
  {
    name: 'a locked keyring',
    prepare: async () => {
      await rig.keyring.startBus();
      await rig.keyring.startDaemon('unlocked');
      await rig.keyring.killDaemon();
      await rig.keyring.startDaemon('locked');
    },
    says: ['The system’s keychain', 'locked'],
    todo: 'Unlock the keychain of this computer',
    presence: 'waiting for the secret store',
  },
  {
    name: 'a keyring that hangs',
    prepare: async () => {
      await rig.keyring.startBus();
      await rig.keyring.startDaemon('unlocked');
      rig.keyring.stopDaemon();
    },
    says: ['The system’s keychain', 'does not answer'],
    todo: 'The keychain may be waiting for you',
    presence: 'waiting for the secret store',
  },
];

async function saysWithin(page: Page, [place, state]: SetUp['says'], todo: string): Promise<void> {
  const kind = page.locator('.store__kind', { hasText: place }).getByText(state, { exact: true });
  await kind.waitFor({ timeout: WITHIN_MS });
  await page.locator('.store').getByText(todo).first().waitFor({ timeout: WITHIN_MS });
}

/** A click on the navigation is answered, there and back. */
async function isLive(page: Page): Promise<void> {
  await goTo(page, 'Overview');
  await page.locator('[data-bucket-row]').first().waitFor({ timeout: WITHIN_MS });
  await goTo(page, 'Keys');
}

describe.runIf(vaultLack() === null)('the page of keys with', () => {
  for (const { name, prepare, says, todo, presence } of setUps) {
    it(`${name} says so in time, answers clicks, and no row changes`, async () => {
      const { dataFolder } = rig.keyring;
      fillIndex(dataFolder);
      const before = indexRows(dataFolder);
      await prepare();
      const { page, complaints } = await rig.keysPage(await rig.start());
      await saysWithin(page, says, todo);
      await isLive(page);
      for (const label of KEPT_LABELS)
        await keyRow(page, label).getByText(presence, { exact: true }).waitFor({ timeout: WITHIN_MS });
      await draw(page, `vault-store-${name.replaceAll(' ', '-')}`, page.locator('.keys-page__pair'));
      expect(indexRows(dataFolder)).toEqual(before);
      expect(complaints).toEqual([]);
    });
  }

  it('a locked keyring that is unlocked goes on by one click, and no row changes', async () => {
    const { dataFolder } = rig.keyring;
    fillIndex(dataFolder);
    const before = indexRows(dataFolder);
    await setUps.find(({ name }) => name === 'a locked keyring')?.prepare();
    const { page } = await rig.keysPage(await rig.start());
    await saysWithin(page, ['The system’s keychain', 'locked'], 'Unlock the keychain of this computer');
    await rig.keyring.unlock();
    await page.locator('.store').getByRole('button', { name: 'Try again' }).click();
    await saysWithin(page, ['The system’s keychain', 'ready'], 'Secrets outlive a restart');
    await keyRow(page, KEPT_LABELS[0] ?? '')
      .getByText('missing on this machine')
      .waitFor({ timeout: WITHIN_MS });
    await isLive(page);
    expect(indexRows(dataFolder)).toEqual(before);
  });

  it('a keyring that hangs takes no key, and takes the same key once it answers again', async () => {
    await rig.keyring.startBus();
    await rig.keyring.startDaemon('unlocked');
    const { host, owner } = await rig.startOwned();
    const { page } = await rig.keysPage(host);
    await saysWithin(page, ['The system’s keychain', 'ready'], 'Secrets outlive a restart');
    const { apiKey, secret } = await owner.issue('binance', { flags: TRADING_FLAGS.binance });
    const key = { apiKey, secret: secret ?? '', passphrase: null };
    rig.keyring.stopDaemon();
    await beginKey(page, 'binance', 'Late');
    await typeKey(page, key);
    await saveKey(page);
    await page.locator('.trouble', { hasText: 'The secret store does not answer.' }).waitFor();
    await draw(page, 'vault-refused-by-store');
    await page.locator('.form__foot').getByRole('button', { name: 'Cancel' }).click();
    await saysWithin(page, ['The system’s keychain', 'does not answer'], 'The keychain may be waiting for you');
    await isLive(page);
    expect(await keyRow(page, 'Late').count()).toBe(0);

    rig.keyring.continueDaemon();
    const retry = page.locator('.store').getByRole('button', { name: 'Try again' });
    // It may have been found well again without a click.
    await retry.click({ timeout: WITHIN_MS }).catch(() => undefined);
    await saysWithin(page, ['The system’s keychain', 'ready'], 'Secrets outlive a restart');
    await beginKey(page, 'binance', 'Late');
    await typeKey(page, key);
    await saveKey(page);
    await leaveSaved(page);
    await keyRow(page, 'Late').getByText('loaded').waitFor();
    const copies = [...keychainItems(rig.keyring).values()].filter((text) => text.includes(apiKey));
    expect(copies).toHaveLength(1);
  });
});
