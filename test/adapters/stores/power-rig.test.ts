import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../electron/practice/core/random.ts';
import { type Change, PowerDisk } from '../../rig/power-disk.ts';
import { runPowerCuts, whyNoPower } from '../../rig/power.ts';

const why = whyNoPower();

describe('a power cut', () => {
  it.skipIf(why !== null)(
    `at 40 random moments takes nothing that was said to be kept${why === null ? '' : ` (skipped: ${why})`}`,
    () => {
      const problems: string[] = [];
      const figure = runPowerCuts({
        cuts: 40,
        rounds: 60,
        seed: 'suite',
        draw: createRandom('suite').fraction,
        onProblem: (text) => problems.push(text),
      });
      expect(problems).toEqual([]);
      expect(figure.facts).toBeGreaterThan(200);
      // Each order alone is synced five times.
      expect(figure.syncs).toBeGreaterThan(300);
    },
  );
});

const change = (kind: Change['kind'], at: number, text = '', path = '/a'): Change => ({
  kind,
  path,
  at,
  atMs: 0,
  bytes: Buffer.from(text),
});

/** What is in the file when the power goes after all of it, with luck or without. */
function left(changes: readonly Change[], isLucky: boolean, path = '/a'): string | undefined {
  const disk = new PowerDisk(changes);
  disk.runTo(changes.length);
  return disk
    .cut(() => isLucky)
    .get(path)
    ?.toString();
}

describe('the disk of the rig', () => {
  it('keeps what was synced, and the rest by luck alone', () => {
    const changes = [change('written', 0, 'safe'), change('synced', 1), change('written', 4, ' or not')];
    expect([left(changes, false), left(changes, true)]).toEqual(['safe', 'safe or not']);
  });
  it('makes safe by a sync only what was written before it began', () => {
    const changes = [change('written', 0, 'first'), change('written', 5, ' later'), change('synced', 1)];
    expect(left(changes, false)).toBe('first');
  });
  it('knows files that were cut, emptied, renamed and removed', () => {
    const cut = [change('written', 0, 'long'), change('truncated', 1), change('written', 3, 'x'), change('synced', 3)];
    expect(left(cut, false)).toBe('l\0\0x');
    expect(left([change('written', 0, 'old'), change('synced', 1), change('opened', 1)], true)).toBe('');
    expect(left([change('written', 0, 'new'), change('synced', 1), change('renamed', 0, '/b')], false, '/b')).toBe(
      'new',
    );
    expect(left([change('written', 0, 'x'), change('removed', 0)], true)).toBeUndefined();
  });
  it('tears a write between sectors', () => {
    const disk = new PowerDisk([change('written', 500, 'x'.repeat(600))]);
    disk.runTo(1);
    const luck = [true, false, true];
    const text =
      disk
        .cut(() => luck.shift() ?? false)
        .get('/a')
        ?.toString() ?? '';
    expect([text.length, text.replaceAll('\0', '')]).toEqual([1_100, 'x'.repeat(12 + 76)]);
  });
});
