import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { t } from '../../../renderer/i18n/i18n.ts';
import { ExchangeId, Environment, lanes } from '../../../shared/model/account.ts';
import { BucketStatus, BucketUnit, GateCause } from '../../../shared/model/bucket.ts';
import { Failure } from '../../../shared/contract/failure.ts';
import { Connection, HostTrouble, WorkloadLevel } from '../../../shared/model/host.ts';

const ROOT = fileURLToPath(new URL('../../../renderer', import.meta.url));

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('i18n'))
  .map((name) => ({ name, text: readFileSync(join(ROOT, name), 'utf8') }));

const bareKeys = [...new Set(Object.keys(en).map((key) => key.replace(/_(one|other)$/, '')))];
const all = sources.map((source) => source.text).join('\n');
const literals = [...all.matchAll(/\bt\('([^']+)'/g)].map((match) => match[1] ?? '');
/** Keys put together from a model's word: the fixed beginning and end of each. */
const templates = [...all.matchAll(/\bt\(`([^`]*)`/g)].map((match) => (match[1] ?? '').split(/\$\{[^}]*\}/));

describe('catalogue', () => {
  it('has every sentence the page asks for', () => {
    expect(literals.filter((key) => !bareKeys.includes(key))).toEqual([]);
  });

  it('has no sentence the page never asks for', () => {
    const isMade = (key: string): boolean =>
      templates.some(
        ([start = '', ...rest]) => key.startsWith(start) && key.endsWith(rest.at(-1) ?? '') && start !== '',
      );
    expect(bareKeys.filter((key) => !literals.includes(key) && !isMade(key))).toEqual([]);
  });

  it('has both forms of every sentence that counts', () => {
    const stems = Object.keys(en).flatMap((key) =>
      /_(one|other)$/.test(key) ? [key.replace(/_(one|other)$/, '')] : [],
    );
    expect(stems.filter((stem) => !(`${stem}_one` in en && `${stem}_other` in en))).toEqual([]);
  });

  const families: readonly (readonly [string, readonly string[]])[] = [
    ['exchange', ExchangeId.options],
    ['environment', Environment.options],
    ['lane', lanes],
    ['status', BucketStatus.options],
    ['unit', BucketUnit.options],
    ['gate', GateCause.options],
    ['workload', WorkloadLevel.options],
    ['connection', Connection.shape.state.options],
    ['trouble', HostTrouble.shape.code.options],
    ['trouble', HostTrouble.shape.severity.options],
    ['failure', Failure.options.map((option) => option.shape.kind.value)],
  ];
  for (const [family, words] of families) {
    it(`has a ${family} sentence for each of ${words.length} words`, () => {
      expect(words.filter((word) => !(`${family}.${word}` in en))).toEqual([]);
    });
  }

  it('fills in and counts', () => {
    expect([
      t('bucket.rest', { count: 1 }),
      t('bucket.waiting', { count: 1 }),
      t('bucket.waiting', { count: 3 }),
    ]).toEqual(['1 more at rest', '1 call waiting', '3 calls waiting']);
  });

  it('leaves no text in the markup', () => {
    const loose = sources
      .filter((source) => source.name.endsWith('.tsx'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/>\s*([A-Za-z][a-z]+ [a-z ]+)\s*</g)].map((match) => `${name}: ${match[1]}`),
      );
    expect(loose).toEqual([]);
  });
});
