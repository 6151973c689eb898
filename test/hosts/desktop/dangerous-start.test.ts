import { describe, expect, it } from 'vitest';
import { dangerousStart, REFUSED_SWITCHES } from '../../../electron/hosts/desktop/dangerous-start.ts';

const plain = { argv: ['/opt/Headroom/headroom'], env: {}, isPackaged: true, hasSwitch: () => false };
const given = (...args: string[]) => dangerousStart({ ...plain, argv: [...plain.argv, ...args] });

describe('what a package refuses to start with', () => {
  for (const name of REFUSED_SWITCHES) {
    it(`--${name}, in every spelling`, () => {
      for (const spelling of [
        `--${name}`,
        `--${name}=1`,
        `-${name}`,
        `/${name}:1`.replace(':1', '=1'),
        `--${name.toUpperCase()}`,
      ]) {
        expect(given(spelling)).toContain(`--${name}`);
      }
      expect(given('--data-dir', '/tmp/x', `--${name}=9222`)).not.toBeNull();
    });
  }

  it('one that Chromium took from elsewhere', () => {
    expect(dangerousStart({ ...plain, hasSwitch: (name) => name === 'remote-debugging-port' })).toContain(
      '--remote-debugging-port',
    );
  });

  it('switched-off certificate checks, in a checkout as well', () => {
    for (const isPackaged of [true, false]) {
      const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
      expect(dangerousStart({ ...plain, isPackaged, env })).toContain('NODE_TLS_REJECT_UNAUTHORIZED');
    }
  });
});

describe('what it starts with', () => {
  const cases = [
    { name: 'nothing', args: [] },
    { name: 'a data folder', args: ['--data-dir', '/home/a/inspect'] },
    { name: 'a folder named like a switch', args: ['--data-dir=/no-sandbox'] },
    { name: 'what a desktop adds', args: ['--ozone-platform=wayland', '--enable-features=UseOzonePlatform'] },
    { name: 'a path', args: ['/home/a/inspect/me'] },
    { name: 'an empty argument', args: ['', '-', '--'] },
  ];
  for (const { name, args } of cases) it(name, () => expect(given(...args)).toBeNull());

  it('a company’s own certificates, which a package does not read', () => {
    expect(
      dangerousStart({ ...plain, env: { NODE_EXTRA_CA_CERTS: '/etc/company.pem', NODE_OPTIONS: '--inspect' } }),
    ).toBeNull();
  });

  it('a debugger in a checkout', () => {
    expect(
      dangerousStart({ ...plain, isPackaged: false, argv: ['electron', '--inspect=0', '--remote-debugging-port=0'] }),
    ).toBeNull();
  });
});
