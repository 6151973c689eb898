import type { AccountId } from '../../shared/model/account.ts';
import type { PracticeState, WorkloadLevel } from '../../shared/model/host.ts';

/** What the host lets the page change about the practice exchanges; absent where there are none. */
export interface PracticeControl {
  state(): PracticeState;
  setWorkload(account: AccountId, level: WorkloadLevel): void;
  setExchange(settings: PracticeState['exchanges'][number]): void;
}
