// Which Electron may be shipped (electronjs.org/docs/latest/tutorial/electron-timelines): its three newest majors are
// supported, and a new one comes about every eight weeks. What is known of that here is true for a while only.

/** The newest stable major, and the day somebody looked it up. */
export const NEWEST = { major: 45, checked: '2026-11-20' } as const;

export type Newest = { readonly major: number; readonly checked: string };

const SUPPORTED_MAJORS = 3;
const LOOK_AGAIN_AFTER_DAYS = 60;
const DAY_MS = 86_400_000;

/** Why the major is not a supported one; null when it is, as of the day it was looked up. */
export function majorFault(version: string, { major: newest }: Newest = NEWEST): string | null {
  const major = Number.parseInt(version, 10);
  if (major <= newest && major > newest - SUPPORTED_MAJORS) return null;
  if (major > newest) return `Electron ${version} is newer than the ${newest} known to scripts/electron-age.ts.`;
  return `Electron ${version} is none of the ${SUPPORTED_MAJORS} newest majors; the newest is ${newest}.`;
}

/** Why a package may not be made now: an unsupported major, or a look-up that is too old to tell. Null when it may. */
export function shippingFault(version: string, nowMs: number, newest: Newest = NEWEST): string | null {
  const ageDays = Math.floor((nowMs - Date.parse(newest.checked)) / DAY_MS);
  if (!(ageDays <= LOOK_AGAIN_AFTER_DAYS))
    return `Electron's newest major was looked up ${ageDays} days ago: look again and set it, with the day, in scripts/electron-age.ts.`;
  return majorFault(version, newest);
}
