import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { roundsOf } from '../../support/rounds.ts';

const RIG = join(import.meta.dirname, '..', '..', '..', 'scripts', 'kill-rig.ts');

const KILLS = roundsOf(10);

it(`loses no row it said was stored when it is killed at any moment (${KILLS} kills; the rig does more)`, () => {
  const run = spawnSync(process.execPath, [RIG, '--count', String(KILLS)], { encoding: 'utf8' });
  expect(run.stderr).toBe('');
  const figure = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as { acknowledged: number };
  expect(figure).toEqual({ figure: 'kill9', cycles: KILLS, acknowledged: expect.any(Number), lost: 0 });
  expect(figure.acknowledged).toBeGreaterThan(0);
  expect(run.status).toBe(0);
});
