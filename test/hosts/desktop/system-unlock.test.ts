import { describe, expect, it } from 'vitest';
import { systemUnlock } from '../../../electron/hosts/desktop/system-unlock.ts';
import { electronStub } from '../../support/electron-stub.ts';

describe('the system’s question who is there', () => {
  for (const [touchId, isUser] of [
    ['same', true],
    ['another', false],
  ] as const) {
    it(`answered by ${touchId === 'same' ? 'its user' : 'nobody it knows'} is ${isUser}`, async () => {
      const ask = systemUnlock(electronStub({ touchId }).electron, 'darwin');
      expect(await ask?.()).toBe(isUser);
    });
  }

  it('is not offered where it is not set up, nor where programs cannot ask it', () => {
    expect(systemUnlock(electronStub().electron, 'darwin')).toBeNull();
    for (const platform of ['win32', 'linux', 'freebsd'] as const)
      expect(systemUnlock(electronStub({ touchId: 'same' }).electron, platform)).toBeNull();
  });
});
