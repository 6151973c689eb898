import type { ActivityDetail } from '../../../shared/model/activity-query.ts';

/** A request as text to paste elsewhere: exactly what the host tells of it, which holds no secret and no value it hides. */
export function jsonOf(detail: ActivityDetail): string {
  return JSON.stringify(detail, null, 2);
}

/** Whether the text is in the clipboard now; a browser may forbid it or have none. */
export async function copyText(text: string, clipboard: Pick<Clipboard, 'writeText'> | undefined): Promise<boolean> {
  if (clipboard === undefined) return false;
  try {
    await clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
