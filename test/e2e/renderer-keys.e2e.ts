import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { PASSPHRASE } from '../support/fake-keys.ts';
import { richKeys } from '../support/fake-key-views.ts';
import { tabTo } from '../support/keyboard.ts';
import { goTo, pageRig } from '../support/page-rig.ts';
import { openPseudo, pseudoFaults } from '../support/pseudo.ts';

const SECRET = 'n0-such-secret-4711';
const rig = pageRig();

interface Keyed {
  readonly page: Page;
  readonly complaints: readonly string[];
}

async function keysPage(options: Parameters<typeof rig.open>[0] = {}): Promise<Keyed> {
  const one = await rig.at('Keys', options);
  await one.page.locator('.key-row').first().waitFor();
  return one;
}

function box(page: Page, name: string): Locator {
  return page.locator('.task').getByLabel(name, { exact: true });
}

async function fill(page: Page, label = 'Main'): Promise<void> {
  await box(page, 'Label').fill(label);
  await box(page, 'API key').fill('public-id-9fQz');
  await box(page, 'API secret').fill(SECRET);
}

const asked = (name: string): readonly unknown[] =>
  rig.host.state.keys.asked.filter((one) => one.name === name).map((one) => one.input);

/** Whether the secret is anywhere in the page: markup, boxes, storage or address. */
async function holdsSecret(page: Page): Promise<boolean> {
  return await page.evaluate((secret) => {
    const boxes = [...document.querySelectorAll('input, textarea')].map((one) => (one as HTMLInputElement).value);
    const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href];
    return [document.documentElement.outerHTML, ...boxes, ...kept].some((text) => text.includes(secret));
  }, SECRET);
}

describe('a key on its way in', () => {
  it('is sent once, and its secret is nowhere in the page afterwards', async () => {
    const { page, complaints } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    expect(await box(page, 'API secret').getAttribute('type')).toBe('password');
    expect(await box(page, 'API secret').getAttribute('autocomplete')).toBe('off');
    await fill(page);
    await page.getByRole('button', { name: 'Save key' }).click();
    await page.getByText('Key saved').waitFor();
    expect(asked('keys.add')).toEqual([
      {
        place: { exchange: 'binance', environment: 'live', region: 'global', label: 'Main', replaces: null },
        apiKey: 'public-id-9fQz',
        secret: SECRET,
        passphrase: null,
      },
    ]);
    expect(await holdsSecret(page)).toBe(false);
    await page.locator('.form__foot').getByRole('button', { name: 'Close' }).click();
    await page.locator('.key-detail h2', { hasText: 'Main' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('loses its secret when the form is closed, and when it is left for a minute', async () => {
    const { page } = await rig.blank();
    await page.clock.install();
    await page.goto(rig.host.link());
    await goTo(page, 'Keys');
    await page.getByRole('button', { name: 'Add key' }).click();
    await fill(page);
    await box(page, 'Label').focus();
    await page.clock.runFor(59_000);
    expect(await box(page, 'API secret').inputValue()).toBe(SECRET);
    await page.clock.runFor(2_000);
    expect(await box(page, 'API secret').inputValue()).toBe('');
    await fill(page);
    await page.keyboard.press('Escape');
    await page.locator('.task').waitFor({ state: 'detached' });
    expect(await holdsSecret(page)).toBe(false);
    expect(asked('keys.add')).toEqual([]);
  });

  it('says what to do about each refusal, and that the secret is wanted again', async () => {
    const failures = [
      { failure: { kind: 'invalid-key', reason: 'signature', code: '-1022' }, says: 'does not belong to this API key' },
      { failure: { kind: 'invalid-key', reason: 'ip', code: '1', seenAddress: '198.51.100.9' }, says: '198.51.100.9' },
      { failure: { kind: 'duplicate-key', account: 'Old bot' }, says: 'kept already, for Old bot' },
      { failure: { kind: 'secret-store', state: 'locked', detail: '' }, says: 'Unlock the keychain' },
      { failure: { kind: 'clock-skew', code: null }, says: 'Set the clock' },
    ] as const;
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    for (const { failure, says } of failures) {
      rig.host.state.keys.addFailure = failure;
      await fill(page);
      await page.getByRole('button', { name: 'Save key' }).click();
      await page.locator('.trouble', { hasText: says }).waitFor();
      expect(await box(page, 'API secret').inputValue()).toBe('');
    }
    expect(await violations(page)).toEqual([]);
  });

  it('that a bot may use, or that can withdraw, is taken only when its owner writes so', async () => {
    rig.host.state.keys.wantsPhrase = true;
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    await box(page, 'Exchange').selectOption('kraken');
    await fill(page);
    await page.getByRole('button', { name: 'Save key' }).click();
    await page.getByText('Does a bot use this key?').waitFor();
    expect(await violations(page)).toEqual([]);
    await box(page, 'Phrase').fill('key 9fQz is for Headroom alone');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('This key can withdraw').waitFor();
    expect(await box(page, 'Phrase').inputValue()).toBe('');
    await box(page, 'Phrase').fill('key 9fqz can withdraw');
    await page.getByRole('button', { name: 'Keep this key' }).click();
    await page.getByText('not the phrase').waitFor();
    await box(page, 'Phrase').fill('key 9fQz can withdraw');
    await page.getByRole('button', { name: 'Keep this key' }).click();
    await page.getByText('Key saved').waitFor();
    expect(asked('keys.dropPending')).toEqual([]);
  });

  it('that waits for its phrase is dropped when its owner goes away', async () => {
    rig.host.state.keys.wantsPhrase = true;
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    await fill(page);
    await page.getByRole('button', { name: 'Save key' }).click();
    await box(page, 'Phrase').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => asked('keys.dropPending')).toEqual([{ pendingId: 'pending-0001' }]);
  });

  it('can be made here, its private half never seen', async () => {
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    await box(page, 'Label').fill('Made here');
    await page.getByText('Make an Ed25519 key here').click();
    await page.getByRole('button', { name: 'Make key pair' }).click();
    expect(await page.getByRole('textbox', { name: 'Public key' }).inputValue()).toContain('BEGIN PUBLIC KEY');
    expect(await violations(page)).toEqual([]);
    await box(page, 'API key').fill('id-of-the-pair');
    await page.getByRole('button', { name: 'Save key' }).click();
    await page.getByText('Key saved').waitFor();
    expect(asked('keys.finishGenerated')).toEqual(['id-of-the-pair']);
  });

  it('asks for what its exchange wants, and offers only environments it has', async () => {
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Add key' }).click();
    const options = (name: string): Promise<readonly string[]> => box(page, name).locator('option').allTextContents();
    await box(page, 'Exchange').selectOption('kraken');
    expect(await options('Environment')).toEqual(['Live', 'Practice']);
    await box(page, 'Exchange').selectOption('okx');
    expect(await options('Site the key was made on')).toEqual(['Global', 'EEA', 'US', 'TR']);
    expect(await box(page, 'Passphrase').count()).toBe(1);
    await box(page, 'Exchange').selectOption('binance');
    expect(await box(page, 'Passphrase').count()).toBe(0);
  });
});

describe('the key radar', () => {
  it('tells every grade by a word, and shows what changed', async () => {
    rig.host.state.keys.keys = richKeys(Date.now());
    const { page } = await keysPage();
    const words = await page.locator('.key-row .grade__word').allTextContents();
    expect(new Set(words)).toEqual(new Set(['dangerous', 'risky', 'weak', 'fair', 'sound', 'not graded']));
    await page.locator('[data-key-row="key-aaaaaaaa01"]').click();
    expect(await page.locator('.drift').innerText()).toContain('203.0.113.7, 203.0.113.8');
    await page.locator('.rights__row--grave', { hasText: 'enableAlphaWithdrawals' }).waitFor();
  });

  it('checks, renames and removes, the last only by its label', async () => {
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect.poll(() => asked('keys.check')).toHaveLength(1);
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByLabel('New label').fill('Renamed');
    await page.keyboard.press('Enter');
    await page.locator('.key-detail h2', { hasText: 'Renamed' }).waitFor();
    await page.getByRole('button', { name: 'Rename account' }).click();
    await page.getByLabel('New label of the account').fill('Second home');
    await page.keyboard.press('Enter');
    await page.locator('.key-group__name', { hasText: 'Second home' }).waitFor();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await page.getByLabel('Type Renamed to confirm').fill('renamed');
    await page.getByRole('button', { name: 'Remove key' }).click();
    await page.getByText('That is not its label.').waitFor();
    expect(asked('keys.remove')).toEqual([]);
    await page.getByLabel('Type Renamed to confirm').fill('Renamed');
    await page.getByRole('button', { name: 'Remove key' }).click();
    await expect.poll(() => page.locator('.key-row').count()).toBe(2);
  });

  it('names a key that can empty its account on the first page, and leads to it', async () => {
    rig.host.state.keys.keys = richKeys(Date.now());
    const { page } = await rig.opened();
    const banner = page.locator('.banner--critical', { hasText: 'can withdraw and may be used from anywhere' });
    await banner.getByRole('link', { name: 'Show key' }).click();
    await page.locator('.key-detail h2', { hasText: 'Main account' }).waitFor();
  });

  it('has a key replaced by one that was compared first', async () => {
    rig.host.state.keys.keys = richKeys(Date.now());
    const { page } = await keysPage();
    await page.locator('[data-key-row="key-cccccccc03"]').click();
    await page.getByRole('button', { name: 'Compare and switch…' }).click();
    await page.locator('.task', { hasText: 'enableFutures' }).waitFor();
    await page.getByRole('button', { name: 'Switch now' }).click();
    await page.getByText('Delete it at the exchange, then remove it here.').first().waitFor();
    expect(asked('keys.switch')).toEqual(['key-cccccccc03']);
  });
});

describe('the app lock', () => {
  it('asks for the passphrase when a change is refused, and repeats the change', async () => {
    const { page } = await keysPage();
    rig.host.state.keys.lock = { isSet: true, isLocked: true, idleMinutes: 5 };
    await page.getByRole('button', { name: 'Add key' }).click();
    await fill(page);
    await page.getByRole('button', { name: 'Save key' }).click();
    const passphrase = page.getByLabel('Passphrase of the app lock');
    await passphrase.fill('wrong');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('That is not the passphrase.').waitFor();
    expect(await violations(page)).toEqual([]);
    await passphrase.fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('Key saved').waitFor();
    expect(asked('keys.add')).toHaveLength(2);
    expect(await holdsSecret(page)).toBe(false);
  });

  it('leaves what was begun undone when its user would rather not', async () => {
    const { page } = await keysPage();
    rig.host.state.keys.lock = { isSet: true, isLocked: true, idleMinutes: 5 };
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByLabel('New label').fill('Other');
    await page.keyboard.press('Enter');
    await page.locator('.lock').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Headroom is locked').waitFor();
    expect(asked('keys.rename')).toHaveLength(1);
  });
});

describe('import, store and audit', () => {
  it('takes keys of a file one by one and says that the file still holds them', async () => {
    const none = { environment: null, label: '', exchangeName: 'okx', last4: 'bb22', exchange: 'okx' } as const;
    rig.host.state.keys.imports = [
      { ...none, index: 0, problem: null, label: 'grid' },
      { ...none, index: 1, problem: 'no-passphrase' },
    ];
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Import keys' }).click();
    const file = { name: 'bots.json', mimeType: 'application/json', buffer: Buffer.from(SECRET) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('OKX wants a passphrase').waitFor();
    expect(await holdsSecret(page)).toBe(false);
    await page.getByRole('button', { name: 'Take 1 key' }).click();
    await page.locator('.import__state--done').waitFor();
    await page.getByText('bots.json still holds its secrets in clear').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => asked('keys.dropImport')).toHaveLength(1);
  });

  it('says loudly that memory forgets, and makes a file', async () => {
    rig.host.state.keys.store = { kind: 'memory', state: 'absent', detail: null, hasPassphraseFile: false };
    const { page } = await keysPage();
    await page.getByText('Keys are gone when Headroom ends.').waitFor();
    await page.getByText('Keep keys in a file under a passphrase', { exact: true }).click();
    await page.getByLabel('New passphrase').fill('long enough');
    await page.getByLabel('The same once more').fill('long enoug');
    await page.getByRole('button', { name: 'Make the file' }).click();
    await page.getByText('The two are not the same.').waitFor();
    await page.getByLabel('The same once more').fill('long enough');
    await page.getByRole('button', { name: 'Make the file' }).click();
    await page.getByText('A file locked with a passphrase').waitFor();
  });

  it('pages through the audit, walks its chain and hands it out', async () => {
    rig.host.state.keys.firstBad = 17;
    const { page } = await keysPage();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByText('13 to 24 of 30').waitFor();
    await page.getByRole('button', { name: 'Verify chain' }).click();
    await page.getByText('row 17 does not fit').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as JSONL' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('headroom-audit.jsonl');
    await page.getByText('30 rows exported.').waitFor();
  });
});

describe('the page of keys', () => {
  it('is worked with the keyboard alone', async () => {
    const { page } = await keysPage();
    await tabTo(page, page.locator('.key-row').first());
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.key-row').nth(1).and(page.locator('[aria-current="true"]')).waitFor();
    await page.keyboard.press('Control+k');
    await page.locator('.palette__option').first().waitFor();
    await page.keyboard.type('add key');
    await page.locator('.palette__option').first().getByText('Add key').waitFor();
    await page.keyboard.press('Enter');
    await box(page, 'Exchange').waitFor();
    await tabTo(page, box(page, 'API secret'));
    await page.keyboard.press('Escape');
    await page.locator('.task').waitFor({ state: 'detached' });
  });

  it('waits, fails, is empty and freezes in words', async () => {
    rig.host.state.broken.add('keys.snapshot');
    const { page } = await rig.at('Keys');
    const failed = page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').first();
    await failed.waitFor();
    expect(await violations(page)).toEqual([]);
    rig.host.state.broken.clear();
    rig.host.state.keys.keys = [];
    await page.locator('.keys-page__list').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No keys are stored yet').waitFor();
    expect(await violations(page)).toEqual([]);
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    expect(await page.getByRole('button', { name: 'Add key' }).isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
  });

  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible with every grade and state, ${scheme}`, async () => {
      rig.host.state.keys.keys = richKeys(Date.now());
      const { page, complaints } = await keysPage({ scheme });
      for (const row of await page.locator('.key-row').all()) {
        await row.click();
        expect(await violations(page)).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });
  }

  it('is translated whole, and nothing is cut off', async () => {
    rig.host.state.keys.keys = richKeys(Date.now());
    const { page } = await openPseudo(rig);
    await page.locator('a[href="#/keys"]').first().click();
    for (const id of ['aaaaaaaa01', 'bbbbbbbb02', 'dddddddd04', 'eeeeeeee05', 'ffffffff06', 'gggggggg07']) {
      await page.locator(`[data-key-row="key-${id}"]`).click();
      expect([id, ...(await pseudoFaults(page))]).toEqual([id]);
    }
    await page.locator('.keys-page__list .button--main').click();
    await page.locator('.task select').first().selectOption('okx');
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('hides amounts from the top bar', async () => {
    const { page } = await keysPage();
    const toggle = page.getByRole('button', { name: 'Hide amounts' });
    await toggle.click();
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.shell').getAttribute('data-private')).toBe('true');
  });
});
