import type { Engine } from '../../engine/engine-types.ts';
import type { ElectronApi } from './electron-api.ts';
import { askEngine } from './engine-line.ts';
import { Notifier } from './notifier.ts';

export interface AlertBridgeOptions {
  readonly engine: Pick<Engine, 'handlers'>;
  readonly openAlerts: () => void;
  readonly complain: (line: string) => void;
  /** Wall time. */
  readonly wallMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** Notifications whose buttons act on the engine; what fails there is seen on the Alerts page, where nothing changed. */
export function notifierFor(electron: Pick<ElectronApi, 'Notification'>, options: AlertBridgeOptions): Notifier {
  const { engine, openAlerts, complain, wallMs, waitMs } = options;
  return new Notifier(electron, {
    wallMs,
    waitMs,
    onOpen: openAlerts,
    onAcknowledge: ({ id }) => void askEngine(engine, 'alerts.acknowledge', { alert: id }),
    onSnooze: ({ id }, untilMs) => void askEngine(engine, 'alerts.snooze', { alert: id, untilMs }),
    onTold: ({ id }) => void askEngine(engine, 'alerts.told', { alert: id }),
    onBroken: (detail) => complain(`Notifications do not work here (${detail}); alerts are on the Alerts page.`),
  });
}
