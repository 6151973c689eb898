// The process that kill-rig kills: the real recorder, store and thread under load. Prints the newest id said to be stored.
import { openActivityStore } from '../electron/adapters/stores/sqlite-activity.ts';
import { systemClock } from '../electron/adapters/system-clock.ts';
import { createRecorder } from '../electron/engine/recorder/recorder.ts';

const ROWS_PER_TURN = 50;
const EXCHANGES = ['binance', 'okx', 'kraken'] as const;

const { store, replaced } = await openActivityStore(process.argv[2] ?? '', 'rig');
if (replaced !== null) throw new Error(`the file was found damaged and moved to ${replaced}`);
const recorder = createRecorder(store, systemClock);
recorder.onTrouble((detail) => {
  throw new Error(detail);
});
let id = store.lastRowId;

function recordRow(): void {
  id += 1;
  recorder.record({
    atMs: Date.now(),
    kind: 'request',
    exchange: EXCHANGES[id % EXCHANGES.length] ?? 'binance',
    account: 'main',
    caller: 'workload',
    endpoint: `GET /api/v3/thing/${id % 100}`,
    lane: 'market',
    // Tells the row apart when it is read back.
    cost: id,
    bucket: 'ip-weight',
    waitedMs: 0.5,
    connectMs: 0,
    firstByteMs: id % 300,
    bodyMs: 0.25,
    exchangeMs: null,
    status: 200,
    code: null,
    attempt: 1,
  });
}

function load(): void {
  for (let count = 0; count < ROWS_PER_TURN; count += 1) recordRow();
  setTimeout(load, 1);
}

load();
for (;;) {
  const { lastRowId } = await recorder.flush();
  process.stdout.write(`${lastRowId}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
