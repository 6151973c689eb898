import { describe, expect, it } from 'vitest';
import {
  activeOf,
  type AlertsState,
  createAlertsStore,
  historyOf,
  isGraveUnseen,
  unseenOf,
  withAlerts,
  withoutToasts,
  withToast,
} from '../../../../renderer/stores/alerts.ts';
import { READY } from '../../../../renderer/stores/phase.ts';
import type { Alert } from '../../../../shared/model/alert.ts';
import { alertOf } from '../../../support/fake-alerts.ts';

const EMPTY: AlertsState = createAlertsStore().getState();
const at = (firedAtMs: number, patch: Partial<Alert> = {}): Alert => alertOf('banned', { firedAtMs, ...patch });

describe('alerts', () => {
  it('keep the newest view of each', () => {
    const alert = at(1);
    const seen: Alert = { ...alert, state: 'acknowledged', changedAtMs: 9 };
    const state = withAlerts(withAlerts(EMPTY, [seen]), [alert]);
    expect(Object.values(state.byId)).toEqual([seen]);
  });

  it('come unseen first, then grave, then new', () => {
    const [old, fresh, grave, seen, over] = [
      at(1),
      at(2),
      at(0, { severity: 'critical' }),
      at(9, { severity: 'critical', state: 'acknowledged' }),
      at(8, { state: 'cleared' }),
    ];
    const { byId } = withAlerts(EMPTY, [old, fresh, grave, seen, over]);
    expect(activeOf(byId)).toEqual([grave, fresh, old, seen]);
    expect([unseenOf(byId), isGraveUnseen(byId)]).toEqual([3, true]);
  });

  it('forget the oldest of those that are over, and none that is not', () => {
    const over = Array.from({ length: 310 }, (_, index) => at(index + 10, { state: 'cleared' }));
    const open = at(1);
    const kept = Object.values(withAlerts(EMPTY, [open, ...over]).byId);
    expect(kept).toHaveLength(301);
    expect(kept).toContainEqual(open);
    expect(kept).not.toContainEqual(over[0]);
  });

  it('are told in the page until they are seen, over or put away', () => {
    const alerts = [at(1), at(2), at(3), at(4)];
    const [a, b, c, d] = alerts.map(({ id }) => id);
    let state = withAlerts(EMPTY, alerts);
    for (const { id } of alerts) state = withToast(state, id);
    expect(state.toasts).toEqual([a, b, c, d]);
    state = withoutToasts(state, [b ?? '']);
    state = withAlerts(state, [{ ...at(1), ...alerts[0], state: 'acknowledged', changedAtMs: 9 } as Alert]);
    state = withAlerts(state, [{ ...at(1), ...alerts[2], state: 'cleared', changedAtMs: 9 } as Alert]);
    expect(state.toasts).toEqual([d]);
    expect(withToast(withToast(state, 'x'), d ?? '').toasts).toEqual(['x', d]);
  });

  it('of the history are those that are over, with what ended meanwhile', () => {
    const [old, older] = [at(50, { state: 'cleared' }), at(40, { state: 'cleared' })];
    const history = { phase: READY, alerts: [old, older], next: 40, isAsking: false };
    const fresh = at(60, { state: 'cleared' });
    const beyond = at(30, { state: 'cleared' });
    const { byId } = withAlerts(EMPTY, [fresh, beyond, at(70)]);
    expect(historyOf(byId, history)).toEqual([fresh, old, older]);
    expect(historyOf(byId, { ...history, next: null })).toEqual([fresh, old, older, beyond]);
  });
});
