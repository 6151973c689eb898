import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinoLog } from '../../electron/adapters/pino-log.ts';
import { Redactor } from '../../electron/adapters/redactor.ts';
import { materials } from '../support/client-rig.ts';

const SECRET = 'Qx7/+ab"c d\\e&=ü0123456789';

describe('a registered secret', () => {
  const redactor = new Redactor();
  redactor.add(SECRET);
  const forms: Readonly<Record<string, string>> = {
    'as it is': SECRET,
    'in a URL': encodeURIComponent(SECRET),
    'in a form': new URLSearchParams({ a: SECRET }).toString().slice(2),
    'in JSON': JSON.stringify({ a: SECRET }),
    'in JSON within JSON': JSON.stringify({ a: JSON.stringify({ b: SECRET }) }),
    'in hex': Buffer.from(SECRET).toString('hex'),
    'in base64': Buffer.from(SECRET).toString('base64'),
  };
  for (const [name, form] of Object.entries(forms)) {
    it(`does not show ${name}, wherever it stands`, () => {
      for (const line of [form, `before ${form}`, `${form} after`, `${form}${form}`, `x${form}y${form}z`]) {
        const shown = redactor.redact(line);
        expect(shown).toContain('[redacted]');
        expect(shown).not.toContain(form.slice(-14));
      }
    });
  }

  it('leaves the rest of the line', () => {
    expect(redactor.redact(`{"event":"x","detail":"a ${SECRET} b","n":7}`)).toBe(
      '{"event":"x","detail":"a [redacted] b","n":7}',
    );
  });

  it('is kept nowhere in clear', () => {
    expect(inspect(redactor, { depth: 9, showHidden: true })).not.toContain(SECRET.slice(0, 8));
    expect(JSON.stringify(redactor)).not.toContain(SECRET.slice(0, 8));
  });

  it('of several lines goes by its lines', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAbc\nZmFrZSBsaW5l\n-----END PRIVATE KEY-----\n';
    const keeper = new Redactor();
    keeper.add(pem);
    expect(keeper.redact('got MC4CAQAwBQYDK2VwBCIEIAbc')).toBe('got [redacted]');
    expect(keeper.redact('got ZmFrZSBsaW5l')).toBe('got [redacted]');
  });

  it('is found among many, in any line', () => {
    const text = fc.string({ minLength: 8, maxLength: 60 }).filter((one) => one.trim() === one && !/[\r\n]/.test(one));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.string(),
        fc.string(),
        (secrets, before, after) => {
          const many = new Redactor();
          for (const secret of secrets) many.add(secret);
          // The longest first, as one may hold another.
          const [longest = ''] = [...secrets].sort((left, right) => right.length - left.length);
          expect(many.redact(`${before}${longest}${after}`)).toContain('[redacted]');
        },
      ),
    );
  });
});

describe('what nobody registered', () => {
  it('is taken out where it looks drawn at random, and left where it is a word, a name or a time', () => {
    const redactor = new Redactor();
    expect(redactor.redact(`key ${'aB3'.repeat(20)}`)).toBe('key [redacted]');
    for (const line of [
      '{"level":40,"time":"2026-11-20T12:00:00.000Z","key":"key-32825e7f29d34cd5","msg":"key refused"}',
      'binance/practice|account=practice-binance|bucket=orders-10s',
      '3f0c2a5e-7d41-4b0a-9c55-0123456789ab',
    ])
      expect(redactor.redact(line)).toBe(line);
  });
});

describe('the log', () => {
  it('is written through it, errors and all', () => {
    const lines: string[] = [];
    const redactor = new Redactor();
    const { apiKey, secretText, passphrase } = materials.okx;
    for (const text of [apiKey, secretText, passphrase ?? '']) redactor.add(text);
    redactor.add('a very long passphrase of somebody');
    const log = pinoLog('info', redactor, { write: (line) => void lines.push(line) });
    log.error('call failed', {
      detail: `Error: ${secretText} for ${apiKey}`,
      where: 'a very long passphrase of somebody',
    });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: 'call failed',
      detail: 'Error: [redacted] for [redacted]',
      where: '[redacted]',
    });
  });
});
