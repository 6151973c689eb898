import { describe, expect, it } from 'vitest';
import { openDataFolderIn } from '../../../electron/hosts/desktop/open-folder.ts';
import { electronStub } from '../../support/electron-stub.ts';

describe('opening the data folder', () => {
  it('shows the folder of this host', async () => {
    const stub = electronStub();
    expect(await openDataFolderIn(stub.electron, '/data/headroom')).toBe(true);
    expect(stub.opened).toEqual(['/data/headroom']);
  });

  const failures = [
    { name: 'the system gives a reason', openPath: () => Promise.resolve('No application is registered') },
    { name: 'the system throws', openPath: () => Promise.reject(new Error('no session')) },
  ];
  for (const { name, openPath } of failures) {
    it(`did not happen when ${name}`, async () =>
      expect(await openDataFolderIn({ shell: { openPath } } as never, '/data')).toBe(false));
  }
});
