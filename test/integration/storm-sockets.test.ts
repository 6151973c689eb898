import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exchangeIds } from '../../shared/model/account.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { type App, startApp } from '../../electron/hosts/common/app.ts';
import { Phases } from '../../electron/hosts/common/phases.ts';

const STORM_MS = 6_000;
const REFUSED =
  /^(?:-1003|-1015|50011|50061|429|418|EAPI:Rate limit exceeded|EOrder:Rate limit exceeded|rate-limited|banned)$/;

let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-storm-'));
  app = await startApp({
    folder,
    version: 'test',
    capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
    log: silentLog,
    phases: new Phases(),
    openFolder: null,
    seed: 'storm-sockets',
    isPracticeOnly: true,
    onSecret: () => undefined,
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

function practiceOf({ practice }: App): NonNullable<App['practice']> {
  if (practice === null) throw new Error('no practice environment');
  return practice;
}

async function rows(): Promise<readonly ActivityRow[]> {
  const all: ActivityRow[] = [];
  for (let before: number | null = null; ; before = all.at(-1)?.id ?? null) {
    const page = await app.engine.handlers['activity.query']({ filter: {}, before, limit: 500 });
    if (!page.ok) throw new Error(`no page: ${page.failure.kind}`);
    all.push(...page.value.rows);
    if (page.value.rows.length < 500) return all;
  }
}

it('storms over real sockets, with real stores, and is not refused once', async () => {
  for (const { id } of practiceOf(app).accounts) {
    expect((await app.engine.handlers['practice.setWorkload']({ account: id, level: 'storm' })).ok).toBe(true);
  }
  await new Promise((resolve) => setTimeout(resolve, STORM_MS));
  for (const { id } of practiceOf(app).accounts) practiceOf(app).control.setWorkload(id, 'off');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const all = await rows();
  const limits = await app.engine.handlers['limits.snapshot']({});
  await app.stop();

  for (const exchange of exchangeIds) {
    expect(all.filter((row) => row.exchange === exchange && row.status === 200).length).toBeGreaterThan(10);
  }
  expect(all.filter(({ code, status }) => REFUSED.test(code ?? '') || status === 429 || status === 418)).toEqual([]);
  expect(limits).toMatchObject({ ok: true, value: { gates: [] } });
});
