// The process that is killed between keeping an alert and showing it: it says so on its standard output and stands still.
import { writeSync } from 'node:fs';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { systemClock } from '../../electron/adapters/system-clock.ts';
import { createAlerts } from '../../electron/engine/alerts/create-alerts.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { memorySecretStore } from './memory-keys.ts';

const STDOUT = 1;
const { journal, alerts: store } = openJournal(process.argv[2] ?? '', 'kill');
const alerts = createAlerts({
  clock: systemClock,
  random: { fraction: () => 0.5, bytes: (size) => new Uint8Array(size).fill(7) },
  log: silentLog,
  journal,
  store,
  secrets: memorySecretStore(),
  webhook: null,
  hasAccount: () => false,
  onStoreHealth: () => undefined,
  changed() {
    writeSync(STDOUT, 'kept\n');
    // Nothing runs after this, so nobody can have been told.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  raised: () => void writeSync(STDOUT, 'shown\n'),
  settingsChanged: () => undefined,
});
alerts.start();
alerts.observe({
  kind: 'banned',
  subject: 'binance/live|ip=default banned',
  exchange: 'binance',
  account: null,
  value: true,
  facts: { environment: 'live', code: '-1003' },
  endsAtMs: Date.now() + 3_600_000,
});
