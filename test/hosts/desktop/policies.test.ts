import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { guardContents, installPolicies, isOwnAddress } from '../../../electron/hosts/desktop/policies.ts';
import { electronStub, type ElectronStub, StubContents, stubEvent } from '../../support/electron-stub.ts';

const TYPES = readFileSync(join(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'), 'utf8');

/** The names Electron's own types list for a handler. */
function permissionsOf(handler: string): readonly string[] {
  const line = TYPES.split('\n').find((candidate) => candidate.includes(`${handler}(handler:`)) ?? '';
  const names = /permission: ((?:'[a-zA-Z-]+'(?: \| )?)+)/.exec(line)?.[1] ?? '';
  return [...names.matchAll(/'([a-zA-Z-]+)'/g)].map(([, name]) => name ?? '');
}

const ORIGINS = ['app://ui', 'app://ui/', 'https://evil.example', 'null', 'file://', ''];
let stub: ElectronStub;

beforeEach(async () => {
  stub = electronStub();
  installPolicies(stub.electron, { isDev: false });
  await stub.app.whenReady();
});

describe('permissions', () => {
  const asked = permissionsOf('setPermissionRequestHandler');
  const checked = permissionsOf('setPermissionCheckHandler');

  it('there are names to ask for', () => {
    expect(asked.length).toBeGreaterThan(40);
    expect(checked.length).toBeGreaterThan(40);
    expect(asked).toContain('clipboard-read');
  });

  for (const permission of new Set([...asked, ...checked, 'one that is not invented yet'])) {
    it(`denies ${permission} to everybody`, () => {
      for (const origin of ORIGINS) {
        const granted: boolean[] = [];
        stub.session.ask('permission-request', null, permission, (isGranted: boolean) => granted.push(isGranted), {
          requestingUrl: origin,
        });
        expect(granted).toEqual([false]);
        expect(stub.session.ask('permission-check', null, permission, origin, {})).toBe(false);
      }
    });
  }

  it('denies devices, screens and pairings', () => {
    for (const deviceType of ['hid', 'serial', 'usb'])
      expect(stub.session.ask('device', { deviceType, origin: 'app://ui' })).toBe(false);
    const answers: unknown[] = [];
    stub.session.ask('display-media', {}, (streams: unknown) => answers.push(streams));
    stub.session.ask('bluetooth', {}, (response: unknown) => answers.push(response));
    expect(answers).toEqual([null, { confirmed: false }]);
    expect(stub.session.ask('usb-classes', { protectedClasses: ['hid', 'video'] })).toEqual(['hid', 'video']);
  });

  const choosers = [
    { name: 'select-hid-device', args: [{}], answer: null },
    { name: 'select-usb-device', args: [{}], answer: undefined },
    { name: 'select-serial-port', args: [[{ portId: 'p' }], {}], answer: '' },
  ];
  for (const { name, args, answer } of choosers) {
    it(`${name}: none`, () => {
      const event = stubEvent();
      const chosen: unknown[] = [];
      stub.session.emit(name, event, ...args, (device: unknown) => chosen.push(device));
      expect({ isPrevented: event.isPrevented, chosen }).toEqual({ isPrevented: true, chosen: [answer] });
    });
  }

  it('guards a session that is made later', () => {
    const later = electronStub().session;
    stub.app.emit('session-created', later);
    expect(Object.keys(later.handlers).sort()).toEqual(Object.keys(stub.session.handlers).sort());
    expect(later.isSpellChecking).toBe(false);
  });
});

describe('certificates', () => {
  it('an error is never bypassed, and no proof of ours is offered', () => {
    const cases = [
      { name: 'certificate-error', args: [{}, 'https://x', 'expired', {}], answers: [false] },
      { name: 'select-client-certificate', args: [{}, 'https://x', [{}]], answers: [] },
      { name: 'login', args: [{}, {}, {}], answers: [] },
    ];
    for (const { name, args, answers } of cases) {
      const event = stubEvent();
      const given: unknown[] = [];
      stub.app.emit(name, event, ...args, (...answer: unknown[]) => given.push(...answer));
      expect({ name, isPrevented: event.isPrevented, given }).toEqual({ name, isPrevented: true, given: answers });
    }
    const verdicts: number[] = [];
    stub.session.ask('certificate', { hostname: 'api.binance.com' }, (verdict: number) => verdicts.push(verdict));
    expect(verdicts).toEqual([-2]);
  });
});

const FIXED = [
  'https://evil.example/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'app://ui/',
  'app://ui/index.html#keys',
  'app://evil/',
  'about:blank',
  'about:srcdoc',
  'data:text/html,<script>1</script>',
  'blob:app://ui/1',
  'javascript:alert(1)',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://ui/',
  'ws://127.0.0.1/',
  'mailto:a@b.c',
  'intent://x#Intent;end',
  '\\\\server\\share',
  '',
];

describe('navigation', () => {
  const hostile = fc.oneof(
    fc.constantFrom(...FIXED),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .tuple(fc.constantFrom('app:', 'file:', 'javascript:', 'x-any:'), fc.string({ unit: 'binary' }))
      .map((parts) => parts.join('')),
  );
  const moves = ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'];

  it('is denied over 400 addresses, in every frame, and so are windows and webviews', () => {
    const contents = new StubContents();
    stub.app.emit('web-contents-created', stubEvent(), contents);
    fc.assert(
      fc.property(hostile, (url) => {
        const areDenied = moves.every((move) => {
          const event = Object.assign(stubEvent(), { url });
          contents.emit(move, event, {}, { src: url });
          return event.isPrevented;
        });
        return areDenied && contents.openHandler?.({ url }).action === 'deny';
      }),
      { numRuns: 400 },
    );
    for (const url of FIXED) expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
  });

  it('no device is chosen by Bluetooth, and no address is told by WebRTC', () => {
    const contents = new StubContents();
    stub.app.emit('web-contents-created', stubEvent(), contents);
    const event = stubEvent();
    const chosen: string[] = [];
    contents.emit('select-bluetooth-device', event, [], (id: string) => chosen.push(id));
    expect({ isPrevented: event.isPrevented, chosen }).toEqual({ isPrevented: true, chosen: [''] });
    expect(contents.webRtcPolicy).toBe('disable_non_proxied_udp');
  });

  it('a download does not begin', () => {
    const event = stubEvent();
    stub.session.emit('will-download', event, {});
    expect(event.isPrevented).toBe(true);
  });
});

describe('requests of the page', () => {
  const cases = [
    { url: 'app://ui/assets/start.js', own: true },
    { url: 'data:image/png;base64,AAAA', own: true },
    { url: 'data:text/html,x', own: false },
    { url: 'app://evil/', own: false },
    { url: 'app://ui.evil/', own: false },
    { url: 'https://api.binance.com/api/v3/order', own: false },
    { url: 'wss://stream.binance.com/ws', own: false },
    { url: 'http://127.0.0.1:9229/json', own: false },
    { url: 'file:///etc/passwd', own: false },
    { url: 'devtools://devtools/bundled/inspector.html', own: false },
  ];
  for (const { url, own } of cases) {
    it(`${url}: ${own ? 'let through' : 'cancelled'}`, () => {
      const answers: unknown[] = [];
      stub.session.ask('request', { url }, (answer: unknown) => answers.push(answer));
      expect(answers).toEqual([{ cancel: !own }]);
    });
  }

  it('the developer tools load in a checkout', () => {
    expect(isOwnAddress('devtools://devtools/bundled/inspector.html', true)).toBe(true);
    expect(isOwnAddress('devtools://evil/', true)).toBe(false);
  });
});

describe('developer tools', () => {
  for (const { isDev, closed } of [
    { isDev: false, closed: 1 },
    { isDev: true, closed: 0 },
  ]) {
    it(isDev ? 'stay open in a checkout' : 'are closed at once in a package', () => {
      const contents = new StubContents();
      guardContents(contents as unknown as WebContents, isDev);
      contents.emit('devtools-opened');
      expect(contents.devToolsClosed).toBe(closed);
    });
  }
});
