import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { roundsOf } from '../../support/rounds.ts';
import { root } from '../../../scripts/steps.ts';

const COUNT = roundsOf(3);
const STEPS = 17;

it(`old or new key works after a kill at each of ${STEPS} steps, and no secret is left over`, () => {
  const args = ['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'key-rig.ts'), '--count', String(COUNT)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ figure: 'kill9-keys', steps: STEPS, kills: STEPS * COUNT, problems: 0 });
  expect(status).toBe(0);
}, 180_000);
