import type { ActivityRow } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';

const OWN_CALLERS = ['app', 'ticket', 'probe', 'workload'] as const;

/** A bot goes by its handle, everything of ours by its name. */
export function callerText(caller: ActivityRow['caller']): string {
  const own = OWN_CALLERS.find((known) => known === caller);
  return own === undefined ? caller.replace(/^bot:/, '') : t(`caller.${own}`);
}

/** From leaving our queue to the last byte, ms; null when no answer came. */
export function latencyMs(row: ActivityRow): number | null {
  return row.status === null && row.kind === 'request' ? null : row.connectMs + row.firstByteMs + row.bodyMs;
}

export function isFailure(row: ActivityRow): boolean {
  return row.code !== null || row.status === null || row.status >= 400;
}

/** `200`, `429 · -1003`, or that none came; a repeated read says which attempt it was. */
export function answerText(row: ActivityRow): string {
  const status = row.status === null ? t('activity.no-answer') : String(row.status);
  const attempt = row.attempt > 1 ? t('activity.attempt', { count: row.attempt }) : null;
  return [status, row.code, attempt].filter((part) => part !== null).join(' · ');
}
