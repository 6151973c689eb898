import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type DataFolder, openDataFolder } from '../../../electron/adapters/stores/data-folder.ts';
import { takeInstance } from '../../../electron/hosts/desktop/instance.ts';
import { electronStub, type StubSettings } from '../../support/electron-stub.ts';

const open: DataFolder[] = [];
afterEach(() => {
  for (const folder of open.splice(0)) folder.release();
});

function take(path: string, settings: StubSettings = {}) {
  const stub = electronStub(settings);
  const instance = takeInstance(stub.electron, {
    path,
    flags: { dataDir: path, practice: false, page: null, hidden: false },
    openFolder: openDataFolder,
  });
  if (instance.kind === 'first') open.push(instance.folder);
  return { stub, instance };
}

const freshPath = (): string => join(mkdtempSync(join(tmpdir(), 'headroom-instance-')), 'data');

describe('takeInstance', () => {
  it('the first owns the folder, and keeps the browser’s files and lock within it', () => {
    const path = freshPath();
    const { stub, instance } = take(path);
    expect(instance.kind).toBe('first');
    expect(stub.app.paths).toEqual({ userData: join(path, 'browser') });
    expect(existsSync(join(path, 'browser'))).toBe(true);
  });

  it('a second window on the folder hands its arguments over and takes nothing', () => {
    const path = freshPath();
    take(path);
    const { stub, instance } = take(path, { isFirstInstance: false });
    expect(instance).toEqual({ kind: 'handed-over' });
    expect(stub.app.lockData).toEqual({ dataDir: path, practice: false, page: null, hidden: false });
  });

  it('a folder that a host without a window uses is refused with its sentence', () => {
    const path = freshPath();
    open.push(openDataFolder(path));
    expect(() => take(path, { isFirstInstance: true })).toThrow(/Another Headroom .*is using the data folder/);
  });

  it('a running window that let go of the folder in this moment still gets the arguments', () => {
    const path = freshPath();
    expect(take(path, { isFirstInstance: false }).instance).toEqual({ kind: 'handed-over' });
    expect(take(path).instance.kind).toBe('first');
  });

  it('windows on different folders do not meet', () => {
    expect(take(freshPath()).instance.kind).toBe('first');
    expect(take(freshPath()).instance.kind).toBe('first');
  });

  it('a folder that cannot be made is told of', () => {
    expect(() => take('/proc/headroom/data')).toThrow(/cannot be written/);
  });
});
