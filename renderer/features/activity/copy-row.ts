import type { ActivityDetail } from '../../../shared/model/activity-query.ts';

/** A request as text to paste elsewhere: exactly what the host tells of it, which holds no secret and no value it hides. */
export function jsonOf(detail: ActivityDetail): string {
  return JSON.stringify(detail, null, 2);
}
