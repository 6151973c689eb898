import type { Result } from '../../../shared/contract/failure.ts';
import type { DeskState } from '../../../shared/model/desk.ts';
import type { Word } from './say.ts';

export const STILL_RUNNING: Word = {
  title: 'Headroom is still running',
  body: 'It is at its icon in the tray. Options in the icon’s menu, and the File menu, have a switch for this.',
};

export const NOT_YET: Word = {
  title: 'NOT halted',
  body: 'Headroom is still starting, and sends no order yet. Try again in a moment.',
};

/** What became of a halt that was asked for without a window. */
export function deskWord(answer: Result<DeskState>): Word {
  if (answer.ok && answer.value.halt === 'halted') {
    const kept = answer.value.isStored ? '' : ' It is NOT stored yet: do not end Headroom.';
    return {
      title: 'Halted',
      body: `No new order leaves. Open orders are being cancelled; the Orders page shows how far.${kept}`,
    };
  }
  const why = answer.ok ? 'the desk is still active' : answer.failure.kind;
  return { title: 'NOT halted', body: `Headroom could not halt (${why}). Cancel your orders at the exchange.` };
}
