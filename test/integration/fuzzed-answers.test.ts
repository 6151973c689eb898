import { describe, expect, it } from 'vitest';
import { createRandom } from '../../electron/practice/core/random.ts';
import { drawAnswer } from '../rig/answer-draws.ts';
import { runAnswers } from '../rig/answers.ts';
import { roundsOf } from '../support/rounds.ts';

describe('answers nobody should send', () => {
  it('end in a result, leave no gate beyond three days, and send no order twice', async () => {
    const problems: string[] = [];
    const answers = roundsOf(2_000);
    const figure = await runAnswers({ answers, seed: 'suite', onProblem: (text) => problems.push(text) });
    expect(problems).toEqual([]);
    expect(figure.arrived).toBeGreaterThan(answers / 2);
  });

  it('are drawn by the seed alone', () => {
    const drawn = (seed: string) => {
      const random = createRandom(seed);
      return Array.from({ length: 50 }, () => drawAnswer('okx', random));
    };
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
  });
});
