// The process whose power is cut: orders, keys, alerts and the audit in the real journal, rows in the real request log.
// Each fact goes into a file of its own once the store has said that it is kept, so that the trace holds the order of both.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openActivityStore } from '../../electron/adapters/stores/sqlite-activity.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { createRecorder } from '../../electron/engine/recorder/recorder.ts';
import { alertAt, keyAt, orderAt, rowAt } from './power-facts.ts';
import { intentOf, stepAt } from '../support/desk-bench.ts';

const [folder = '', rounds = '0'] = process.argv.slice(2);
const say = (fact: string): void => appendFileSync(join(folder, 'said'), `${fact}\n`);

const { journal, intents, keyIndex, alerts, auditLog } = openJournal(join(folder, 'journal.db'), 'power');
const { store } = await openActivityStore(join(folder, 'activity.db'), 'power');
const recorder = createRecorder(
  {
    ...store,
    async append(batch) {
      await store.append(batch);
      const newest = batch.rows.at(-1);
      if (newest !== undefined) say(`stored ${newest.id}`);
    },
  },
  systemClock,
);
recorder.onTrouble((detail) => {
  throw new Error(detail);
});

for (let round = 1; round <= Number(rounds); round += 1) {
  const order = orderAt(round, 'journaled');
  intents.create(intentOf(order), stepAt(round, order, 'journaled'));
  say(`order ${round} journaled`);
  keyIndex.apply({ keys: [keyAt(round)] });
  say(`key ${round}`);
  alerts.save([alertAt(round)], [{ alert: alertAt(round).id, atMs: round, kind: 'fired' }]);
  say(`alert ${round}`);
  auditLog.append({ actor: 'user', verb: 'power', subject: `${round}`, facts: {}, result: 'done' }, Date.now());
  say(`audit ${round}`);
  for (const status of ['sending', 'open', 'filled'] as const) {
    const next = orderAt(round, status);
    intents.update(next, stepAt(round, next));
    say(`order ${round} ${status}`);
    recorder.record(rowAt());
    say('recorded');
    // Lets the store's thread and the recorder's timer have their say.
    await turn();
  }
}
await recorder.flush();
await store.close();
journal.close();
