import { beforeEach, describe, expect, it } from 'vitest';
import type { KeychainProcess } from '../../../electron/adapters/secrets/keychain-line.ts';
import { utilityKeychain } from '../../../electron/hosts/desktop/keychain-process.ts';
import { electronStub, type ElectronStub } from '../../support/electron-stub.ts';
import type { StubUtility } from '../../support/electron-stub-utility.ts';

let stub: ElectronStub;
let child: KeychainProcess;
let utility: StubUtility;
let killed: number[];

beforeEach(() => {
  stub = electronStub();
  killed = [];
  child = utilityKeychain(stub.electron, (pid) => void killed.push(pid))('/app/keychain-worker.js');
  const [started] = stub.utilities;
  if (started === undefined) throw new Error('nothing was started');
  utility = started;
});

describe('the keychain’s process under Electron', () => {
  it('is a utility process without arguments, surroundings or output of ours', () => {
    expect(utility.given).toEqual({
      script: '/app/keychain-worker.js',
      args: [],
      options: { stdio: 'ignore', serviceName: 'Headroom keychain' },
    });
  });

  it('is told, and heard', () => {
    const heard: unknown[] = [];
    child.onMessage((message) => void heard.push(message));
    child.onEnd(() => void heard.push('end'));
    child.post({ id: 1, op: 'get', name: 'a' });
    utility.emit('message', { kind: 'ready' });
    utility.emit('exit', 9);
    expect(utility.posted).toEqual([{ id: 1, op: 'get', name: 'a' }]);
    expect(heard).toEqual([{ kind: 'ready' }, 'end']);
  });

  it('is killed by its id, or by Electron where it has none yet', () => {
    child.kill();
    expect([killed, utility.kills]).toEqual([[4_711], 0]);
    utility.pid = undefined;
    child.kill();
    expect([killed, utility.kills]).toEqual([[4_711], 1]);
  });
});
