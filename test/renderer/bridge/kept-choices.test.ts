import { describe, expect, it } from 'vitest';
import { keepChoices } from '../../../renderer/bridge/kept-choices.ts';
import { createUiStore } from '../../../renderer/stores/ui.ts';
import type { Bridge } from '../../../shared/contract/client.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/contract/failure.ts';
import { STANDARD_PAGE } from '../../../shared/model/page-settings.ts';
import { HandTimers, settled } from '../support.ts';

const FULL: Failure = { kind: 'storage', detail: 'disk is full' };
const CLOSED: Failure = { kind: 'unavailable', detail: 'closed' };

function rig() {
  const ui = createUiStore({ getItem: () => null, setItem: () => {} });
  const timers = new HandTimers();
  const sent: unknown[] = [];
  const notKept: Failure[] = [];
  const host = { isThere: true, answer: (): Promise<Result<unknown>> => Promise.resolve(ok({})) };
  const bridge = {
    call(name: string, input: unknown) {
      sent.push([name, input]);
      return host.answer();
    },
  } as unknown as Bridge;
  const choices = keepChoices({
    ui,
    bridgeNow: () => (host.isThere ? bridge : null),
    timers,
    onNotKept: (failure) => notKept.push(failure),
  });
  return { ui, timers, sent, notKept, host, choices };
}

const write = (page: object): unknown => ['settings.set', { page }];

describe('choices', () => {
  it('are written once for a burst, the last of each, and nothing that is no choice', async () => {
    const { ui, timers, sent } = rig();
    ui.setState({ page: 'settings', dialog: 'palette', selected: 'x' });
    ui.setState({ theme: 'dark' });
    ui.setState({ theme: 'light', density: 'compact' });
    await timers.run(250);
    expect(sent).toEqual([]);
    ui.setState({ isNoteDismissed: true });
    await timers.run(1_000);
    expect(sent).toEqual([write({ theme: 'light', density: 'compact', isNoteDismissed: true })]);
    expect(timers.pending).toBe(0);
  });

  it('of the host are taken over and not written back', async () => {
    const { ui, timers, sent, choices } = rig();
    const page = { ...STANDARD_PAGE, theme: 'dark', chartSpanMs: 60_000, isNoteDismissed: true } as const;
    choices.begin(page);
    await timers.run(1_000);
    expect(ui.getState()).toMatchObject(page);
    expect(sent).toEqual([]);
  });

  it('of another page are taken over, but for the span of its chart', () => {
    const { ui, choices } = rig();
    choices.follow({ ...STANDARD_PAGE, theme: 'dark', chartSpanMs: 60_000 });
    expect(ui.getState()).toMatchObject({ theme: 'dark', chartSpanMs: 900_000 });
  });

  it('still on their way are newer than what the host tells', async () => {
    const { ui, timers, host, choices } = rig();
    ui.setState({ theme: 'dark' });
    choices.follow({ ...STANDARD_PAGE, theme: 'light', density: 'compact' });
    expect(ui.getState()).toMatchObject({ theme: 'dark', density: 'compact' });
    const answer = Promise.withResolvers<Result<unknown>>();
    host.answer = () => answer.promise;
    await timers.run(400);
    choices.follow({ ...STANDARD_PAGE, theme: 'light' });
    expect(ui.getState().theme).toBe('dark');
    answer.resolve(ok({}));
    await settled();
    choices.follow({ ...STANDARD_PAGE, theme: 'light' });
    expect(ui.getState().theme).toBe('light');
  });

  it('made while one is being written go out after it', async () => {
    const { ui, timers, host, sent } = rig();
    const answer = Promise.withResolvers<Result<unknown>>();
    host.answer = () => answer.promise;
    ui.setState({ theme: 'dark' });
    await timers.run(400);
    ui.setState({ theme: 'light' });
    await timers.run(400);
    expect(sent).toEqual([write({ theme: 'dark' })]);
    answer.resolve(ok({}));
    await settled();
    expect(sent).toEqual([write({ theme: 'dark' }), write({ theme: 'light' })]);
  });

  it('made without a host reach the next one, and win over what it kept', async () => {
    const { ui, timers, host, sent, notKept, choices } = rig();
    host.isThere = false;
    ui.setState({ theme: 'dark' });
    await timers.run(1_000);
    host.isThere = true;
    choices.begin({ ...STANDARD_PAGE, density: 'compact' });
    await settled();
    expect(ui.getState()).toMatchObject({ theme: 'dark', density: 'compact' });
    expect(sent).toEqual([write({ theme: 'dark' })]);
    expect(notKept).toEqual([]);
  });

  it('cut off on their way are written to the next host', async () => {
    const { ui, timers, host, sent, notKept, choices } = rig();
    host.answer = () => Promise.resolve(fail(CLOSED));
    ui.setState({ theme: 'dark' });
    await timers.run(400);
    host.answer = () => Promise.resolve(ok({}));
    choices.begin(STANDARD_PAGE);
    await settled();
    expect(sent).toEqual([write({ theme: 'dark' }), write({ theme: 'dark' })]);
    expect([ui.getState().theme, notKept]).toEqual(['dark', []]);
  });

  it('that cannot be kept hold on this page, and it says so', async () => {
    const { ui, timers, host, notKept, sent } = rig();
    host.answer = () => Promise.resolve(fail(FULL));
    ui.setState({ theme: 'dark' });
    await timers.run(1_000);
    expect([ui.getState().theme, notKept, sent.length]).toEqual(['dark', [FULL], 1]);
  });

  it('are handed over at once when the page goes away', async () => {
    const { ui, timers, sent, choices } = rig();
    ui.setState({ density: 'compact' });
    choices.flush();
    expect(sent).toEqual([write({ density: 'compact' })]);
    await timers.run(1_000);
    expect(sent).toHaveLength(1);
  });

  it('for a zone this browser does not know stand at the system’s, and the host keeps them', async () => {
    const { ui, timers, sent, choices } = rig();
    choices.begin({ ...STANDARD_PAGE, zone: 'Mars/Olympus' });
    await timers.run(1_000);
    expect([ui.getState().zone, sent]).toEqual(['system', []]);
  });
});
