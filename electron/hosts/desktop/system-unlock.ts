import { abilitiesOf } from './abilities.ts';
import type { ElectronApi } from './electron-api.ts';
import { word } from './words.ts';

/**
 * Has the system ask who is there, by finger or watch, so that the app lock need not be typed open. Null: this system
 * offers programs no such question, or nobody has set it up.
 */
export function systemUnlock(
  { systemPreferences }: Pick<ElectronApi, 'systemPreferences'>,
  platform: NodeJS.Platform,
): (() => Promise<boolean>) | null {
  if (!abilitiesOf(platform).asksWhoIsThere || !systemPreferences.canPromptTouchID()) return null;
  // Rejects when its user turns away, or is another.
  return () =>
    systemPreferences.promptTouchID(word('word.unlock-reason')).then(
      () => true,
      () => false,
    );
}
