import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';

/** Real money leaves only when the account's name was typed; elsewhere a press will do. */
export function confirmed({ environment, label }: Account, typed: string): Result<null> {
  if (environment !== 'live' || typed.trim() === label.trim()) return ok(null);
  return fail<Failure>({ kind: 'invalid-input', detail: 'the name of the account must be typed' });
}
