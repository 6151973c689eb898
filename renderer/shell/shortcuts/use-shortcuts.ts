import { useEffect } from 'react';
import { actionsOf } from '../../stores/actions.ts';
import { useApp } from '../../stores/context.ts';
import { HALT_KEYS } from '../halt-keys.ts';
import { chordOf } from './chord.ts';
import { isTyping } from './is-typing.ts';
import { NO_KEYS, press } from './sequence.ts';

/** Runs the action whose keys are pressed. While its user types, only keys held with Ctrl or ⌘ count. */
export function useShortcuts(): void {
  const app = useApp();
  useEffect(() => {
    let pending = NO_KEYS;
    function onKeyDown(event: KeyboardEvent): void {
      const chord = event.defaultPrevented || event.repeat || event.isComposing ? null : chordOf(event);
      if (chord === null || isHeldBack(event, chord)) {
        if (!isModifier(event)) pending = NO_KEYS;
        return;
      }
      const actions = actionsOf(app).filter((action) => action.keys !== undefined);
      const known = actions.flatMap((action) => action.keys ?? []);
      const step = press(pending, chord, event.timeStamp, known);
      pending = step.pending;
      if (step.complete === null) return;
      event.preventDefault();
      const action = actions.find(({ keys, isUseful }) => keys === step.complete && isUseful);
      action?.run();
    }
    function isHeldBack(event: KeyboardEvent, chord: string): boolean {
      const { dialog, singleKeys } = app.stores.ui.getState();
      // The kill switch works whatever lies over the page.
      if (chord === HALT_KEYS) return false;
      // A task over the page has the keyboard to itself.
      if (dialog !== null || document.querySelector('dialog[open]') !== null) return true;
      return !chord.startsWith('mod+') && (singleKeys === 'off' || isTyping(event.target));
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [app]);
}

function isModifier(event: KeyboardEvent): boolean {
  return ['Shift', 'Control', 'Meta', 'Alt', 'AltGraph'].includes(event.key);
}
