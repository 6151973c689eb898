import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRandom } from '../../electron/practice/core/random.ts';

const CONTROL = 'control-5b1e7c0d94';

it('a snapshot of the heap after 1,000 signed calls holds no secret, and the control', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-heap-'));
  try {
    const random = createRandom('heap');
    const bytes = Buffer.from(Array.from({ length: 64 }, () => random.integer(0, 255)));
    const keys = {
      binance: { apiKey: random.text(64), secret: random.text(64), passphrase: null },
      okx: { apiKey: random.text(36), secret: random.text(32), passphrase: `Pass-${random.text(20)}` },
      kraken: { apiKey: random.text(56), secret: bytes.toString('base64'), passphrase: null },
    };
    const [keysFile, snapshot] = [join(folder, 'keys.json'), join(folder, 'heap.heapsnapshot')];
    writeFileSync(keysFile, JSON.stringify(keys));
    const script = join(import.meta.dirname, '..', 'support', 'heap-child.ts');
    const child = spawnSync(
      process.execPath,
      ['--expose-gc', script, keysFile, snapshot, Buffer.from(CONTROL).toString('hex')],
      { encoding: 'utf8' },
    );
    expect({ stderr: child.stderr, out: child.stdout }).toEqual({ stderr: '', out: '{"answered":1000,"accounts":3}' });
    const text = readFileSync(snapshot);
    expect(text.includes(CONTROL)).toBe(true);
    const secrets = [keys.binance.secret, keys.okx.secret, keys.okx.passphrase, keys.kraken.secret];
    // Bytes of a secret as text, should somebody have decoded it.
    const decoded = bytes.toString('latin1').slice(0, 16);
    expect(
      [...secrets, ...secrets.map((secret) => secret.slice(0, 20)), decoded].filter((one) => text.includes(one)),
    ).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
