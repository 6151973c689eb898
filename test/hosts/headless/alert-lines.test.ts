import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../electron/engine/engine-types.ts';
import { printAlerts } from '../../../electron/hosts/headless/alert-lines.ts';
import type { Alert } from '../../../shared/model/alert.ts';
import { alertOf } from '../../support/fake-alerts.ts';

interface Line {
  readonly event: string;
  readonly change: string;
  readonly kind: string;
}

async function rig(open: readonly Alert[] = []) {
  const lines: string[] = [];
  let publish: (name: string, payload: unknown) => void = () => undefined;
  const engine = {
    handlers: { 'alerts.snapshot': () => ({ ok: true, value: { alerts: open } }) },
    subscribe: (listener: typeof publish) => {
      publish = listener;
      return () => {
        publish = () => undefined;
      };
    },
  } as unknown as Engine;
  const stop = printAlerts(engine, (line) => lines.push(line));
  await Promise.resolve();
  return {
    stop,
    change: (...alerts: Alert[]) => publish('alerts.changed', { alerts }),
    changes: () => lines.map((line) => (JSON.parse(line) as Line).change),
    lines,
  };
}

describe('alerts as lines', () => {
  it('are printed as they fire, come back and clear, and for nothing else', async () => {
    const { change, changes, lines, stop } = await rig();
    const alert = alertOf('banned', { facts: { code: '-1003' } });
    change(alert);
    change({ ...alert, state: 'acknowledged' });
    change({ ...alert, state: 'acknowledged', wasTold: true });
    change({ ...alert, state: 'cleared' });
    change({ ...alert, repeats: 1 });
    change({ ...alert, repeats: 1, state: 'cleared' });
    expect(changes()).toEqual(['fired', 'cleared', 'came-back', 'cleared']);
    expect(lines[0]).toMatch(/^\{"event":"alert","at":"\d{4}-.*"facts":\{"code":"-1003"\}\}$/);
    stop();
    change(alertOf('offline'));
    expect(lines).toHaveLength(4);
  });

  it('of an earlier run are printed only when they end', async () => {
    const old = alertOf('offline');
    const { change, changes } = await rig([old]);
    change({ ...old, wasTold: true });
    change({ ...old, state: 'cleared' });
    expect(changes()).toEqual(['cleared']);
  });
});
