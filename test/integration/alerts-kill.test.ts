import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import { createAlerts } from '../../electron/engine/alerts/create-alerts.ts';
import { silentLog } from '../../electron/engine/log.ts';
import type { Alert } from '../../shared/model/alert.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { memorySecretStore } from '../support/memory-keys.ts';

const CHILD = fileURLToPath(new URL('../support/alert-child.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'headroom-alert-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a process killed between keeping an alert and showing it', () => {
  it('shows it at its next start, once, and then knows that it was shown', { timeout: 60_000 }, async () => {
    const path = join(folder, 'journal.db');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    expect([String(said), (await ended)[1]]).toEqual(['kept\n', 'SIGKILL']);

    const raised: Alert[] = [];
    const start = () => {
      const { journal, alerts: store } = openJournal(path, 'again');
      const clock = new FakeClock(Date.now());
      const alerts = createAlerts({
        clock,
        random: { fraction: () => 0.5, bytes: (size) => new Uint8Array(size) },
        log: silentLog,
        journal,
        store,
        secrets: memorySecretStore(),
        webhook: null,
        hasAccount: () => false,
        onStoreHealth: () => undefined,
        changed: () => undefined,
        raised: (alert) => void raised.push(alert),
        settingsChanged: () => undefined,
      });
      const stop = alerts.start();
      clock.advance(1_000);
      for (const { id } of raised) void alerts.handlers['alerts.told']({ alert: id });
      stop();
      journal.close();
    };
    start();
    expect(raised).toMatchObject([{ kind: 'banned', facts: { code: '-1003' }, wasTold: false }]);
    start();
    expect(raised).toHaveLength(1);
  });
});
