import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EX_USAGE, parseFlags } from '../../../electron/hosts/headless/flags.ts';
import { dangerousSurroundings, EX_CONFIG } from '../../../electron/hosts/headless/surroundings.ts';
import { ROOT } from './builder-config.ts';

const text = readFileSync(join(ROOT, 'docs/examples/headroom.service'), 'utf8');
const settingOf = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
const [node = '', ...rest] = settingOf('ExecStart').split(' ');
const script = rest.indexOf('scripts/start.ts');
const start = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: { readonly start: string };
};

describe('docs/examples/headroom.service', () => {
  it('starts what npm start does, with the checkout’s own Node', () => {
    expect(node).toMatch(/\/node_modules\/\.bin\/node$/);
    expect(['node', ...rest.slice(0, script + 1)].join(' ')).toBe(start.scripts.start);
  });

  it('gives flags that are understood: no window, no browser, a port, a folder', () => {
    expect(parseFlags(rest.slice(script + 1))).toMatchObject({
      headless: true,
      open: false,
      port: 7410,
      practice: false,
      dev: false,
    });
  });

  it('is in surroundings that are not refused', () => {
    expect(dangerousSurroundings({ env: {}, execArgv: rest.slice(0, script), isInspected: false })).toBeNull();
    expect(settingOf('UnsetEnvironment').split(' ')).toEqual(
      expect.arrayContaining(['NODE_OPTIONS', 'NODE_TLS_REJECT_UNAUTHORIZED']),
    );
  });

  it('does not start again after a refusal', () =>
    expect(settingOf('RestartPreventExitStatus').split(' ').map(Number)).toEqual([EX_USAGE, EX_CONFIG]));

  const hardening = {
    LimitCORE: '0',
    NoNewPrivileges: 'yes',
    ProtectSystem: 'strict',
    UMask: '0077',
    StateDirectoryMode: '0700',
  };
  for (const [name, value] of Object.entries(hardening))
    it(`${name}=${value}`, () => expect(settingOf(name)).toBe(value));

  it('asks for nothing that V8 cannot live with', () => expect(text).not.toMatch(/^MemoryDenyWriteExecute=/m));
});
