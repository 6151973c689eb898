import type { Failure, Result } from '../../../shared/contract/failure.ts';
import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { DeskBook } from './desk-book.ts';
import type { Intent } from './intent-journal.ts';

export interface LeaveParts {
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly mayOrder: (account: AccountId) => Result<null>;
  /** Whether the account still has a key to sign with; absent: it has. */
  readonly canSign?: (account: Account) => boolean;
}

/** Why an order may not leave after all, since much may have changed while it waited for its turn; null: it may. */
export function leaveFailure({ accounts, book, mayOrder, canSign }: LeaveParts, intent: Intent): Failure | null {
  const may = mayOrder(intent.account);
  if (!may.ok) return may.failure;
  if (book.find(intent.id)?.isCancelWanted === true) return { kind: 'aborted' };
  const account = accounts.find(intent.account);
  if (account === undefined) return { kind: 'not-found', what: `account ${intent.account}` };
  return canSign?.(account) === false ? { kind: 'not-found', what: `key of account ${intent.account}` } : null;
}
