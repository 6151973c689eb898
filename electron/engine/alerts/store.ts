import type { Alert } from '../../../shared/model/alert.ts';

export type AlertStepKind = 'fired' | 'came-back' | 'cleared' | 'told' | 'acknowledged' | 'snoozed' | 'ended';

/** One change of one alert. */
export interface AlertStep {
  readonly alert: string;
  readonly atMs: number;
  readonly kind: AlertStepKind;
}

export interface AlertRetention {
  /** Cleared ones that fired before this are forgotten, wall ms. */
  readonly beforeMs: number;
  readonly maxAlerts: number;
  readonly maxSteps: number;
}

/** Keeps alerts and every change of them; on disk when a call returns. Throws when it cannot. */
export interface AlertStore {
  /** All of it or nothing. */
  save(alerts: readonly Alert[], steps: readonly AlertStep[]): void;
  find(id: string): Alert | null;
  /** Those that are not cleared. */
  open(): readonly Alert[];
  /** Of any state, newest first; `next` is the `before` of the page after, null at the end. */
  page(before: number | null, limit: number): { readonly alerts: readonly Alert[]; readonly next: number | null };
  steps(id: string): readonly AlertStep[];
  /** Forgets cleared alerts beyond the bounds, oldest first, and steps likewise; how many alerts went. */
  prune(retention: AlertRetention): number;
}
