import type { Alert } from '../../../shared/model/alert.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { LabelOf } from './alert-text.ts';
import type { ElectronApi } from './electron-api.ts';
import { askEngine } from './engine-line.ts';
import { Notifier } from './notifier.ts';

export interface AlertBridgeOptions {
  readonly engine: Pick<Engine, 'handlers' | 'setAbilities' | 'retell'>;
  readonly labelOf: LabelOf;
  /** Leads to that alert; null: to all of them. */
  readonly openAlert: (alert: Alert | null) => void;
  readonly complain: (line: string) => void;
  /** Wall time. */
  readonly wallMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** Notifications whose buttons act on the engine; what fails there is seen on the Alerts page, where nothing changed. */
export function notifierFor(electron: Pick<ElectronApi, 'Notification'>, options: AlertBridgeOptions): Notifier {
  const { engine, labelOf, openAlert, complain, wallMs, waitMs } = options;
  return new Notifier(electron, {
    wallMs,
    waitMs,
    labelOf,
    onOpen: openAlert,
    onAcknowledge: ({ id }) => void askEngine(engine, 'alerts.acknowledge', { alert: id }),
    onSnooze: ({ id }, untilMs) => void askEngine(engine, 'alerts.snooze', { alert: id, untilMs }),
    onTold: ({ id }) => void askEngine(engine, 'alerts.told', { alert: id }),
    onShown: () => engine.setAbilities({ notifications: true }),
    onBroken(detail) {
      complain(`Notifications do not work here (${detail}); alerts are told within the page.`);
      engine.setAbilities({ notifications: false });
    },
    onFailed: (alerts) => engine.retell(alerts),
  });
}
