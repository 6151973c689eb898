import type { Result } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { Word } from './say.ts';
import { word } from './words.ts';

export function stillRunning(): Word {
  return { title: word('word.still-running'), body: word('word.still-running.text') };
}

export function notYet(): Word {
  return { title: word('word.not-halted'), body: word('word.not-yet') };
}

/** What became of a halt that was asked for without a window. */
export function deskWord(answer: Result<DeskState>): Word {
  if (answer.ok && answer.value.halt === 'halted') {
    const kept = answer.value.isStored ? '' : ` ${word('word.halted.not-stored')}`;
    return { title: word('word.halted'), body: `${word('word.halted.text')}${kept}` };
  }
  const why = answer.ok ? word('word.still-active') : answer.failure.kind;
  return { title: word('word.not-halted'), body: word('word.not-halted.text', { why }) };
}
