import type { AccountId } from '../../shared/model/account.ts';
import type { Fits } from '../../shared/model/fits.ts';
import { fitOf, mostUsed, slowestAnswer } from './fits.ts';
import type { Limiter } from './limiter/types.ts';
import type { Clock } from './ports.ts';
import type { Recorder } from './recorder/types.ts';

interface Parts {
  readonly recorder: Pick<Recorder, 'queries'>;
  readonly limiter: Pick<Limiter, 'snapshot'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Requests looked back over to see what an account uses most. */
const RECENT_ROWS = 500;
const MOST_USED = 5;

/** How many calls a minute still fit, for each of an account's most used endpoints, priced as its newest request was. */
export async function whatFits({ recorder, limiter, clock }: Parts, account: AccountId): Promise<Fits> {
  const { rows } = await recorder.queries.rows({ accounts: [account], kinds: ['request'] }, null, RECENT_ROWS);
  const details = await Promise.all(mostUsed(rows, MOST_USED).map(({ id }) => recorder.queries.row(id)));
  const views = new Map(limiter.snapshot().map((view) => [view.key, view]));
  const endpoints = details.flatMap((detail) =>
    detail === null
      ? []
      : (fitOf(detail.row.endpoint, detail.charges, views, clock.now(), slowestAnswer(rows, detail.row.endpoint)) ??
        []),
  );
  return { endpoints };
}
