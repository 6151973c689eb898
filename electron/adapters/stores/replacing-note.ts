import { appendFileSync, readFileSync, rmSync } from 'node:fs';

/**
 * Where damaged files of a store were moved to whose rows are not salvaged yet. Written before they are moved: killed at
 * any moment between, the next start still knows where to look.
 */
export function noteReplacing(path: string, place: string): void {
  appendFileSync(noteOf(path), `${JSON.stringify(place)}\n`, { mode: 0o600 });
}

export function placesToSalvage(path: string): readonly string[] {
  try {
    return readFileSync(noteOf(path), 'utf8').split('\n').flatMap(placeIn);
  } catch {
    return [];
  }
}

export function forgetReplacing(path: string): void {
  rmSync(noteOf(path), { force: true });
}

function noteOf(path: string): string {
  return `${path}.replacing`;
}

function placeIn(line: string): readonly string[] {
  try {
    const place: unknown = JSON.parse(line);
    return typeof place === 'string' ? [place] : [];
  } catch {
    return [];
  }
}
