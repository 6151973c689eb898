/** The part of a KeyboardEvent that says which keys are down. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const LETTER_CODE = /^Key([A-Z])$/;

/**
 * A press as actions name it: `g`, `?`, `mod+k`, `mod+shift+h`. Null: not one an action could have. Letters of other scripts count as the
 * Latin one on the same key.
 */
export function chordOf(press: Press): string | null {
  if (press.altKey || [...press.key].length !== 1 || press.key === ' ') return null;
  const latin = LETTER_CODE.exec(press.code)?.[1]?.toLowerCase();
  const isForeign = /[^\u0020-\u007e]/.test(press.key);
  const key = (isForeign ? latin : press.key.toLowerCase()) ?? null;
  if (key === null) return null;
  const isLetter = /^[a-z]$/.test(key);
  const isMod = press.ctrlKey || press.metaKey;
  if (isLetter && press.shiftKey) return isMod ? `mod+shift+${key}` : null;
  return isMod ? `mod+${key}` : key;
}
