import type { Advice, AdviceCode, Grade } from '../../../../shared/model/vault.ts';
import type { Sight } from './sight.ts';

/** What one rule found: the facts its sentence names, and when it happens. */
export interface Finding {
  readonly facts: Readonly<Record<string, string>>;
  readonly atMs: number | null;
}

/** One line of the grading table. */
export interface GradeRule {
  readonly code: AdviceCode;
  readonly severity: Advice['severity'];
  /** The best grade a key can have while this applies. */
  readonly cap: Grade;
  /** When it applies, in words, for the documentation. */
  readonly when: string;
  find(sight: Sight): readonly Finding[];
}

export const NOTHING: readonly Finding[] = [];

export function found(facts: Readonly<Record<string, string>> = {}, atMs: number | null = null): readonly Finding[] {
  return [{ facts, atMs }];
}

/** One finding for each right of the exchange. */
export function eachRight(names: readonly string[]): readonly Finding[] {
  return names.flatMap((name) => found({ name }));
}

/** One finding that names all rights together; none where there is no right. */
export function allRights(names: readonly string[]): readonly Finding[] {
  return names.length === 0 ? NOTHING : found({ names: names.join(', ') });
}
