import type { Session, WebContents } from 'electron';
import type { ElectronApi } from './electron-api.ts';
import { PAGE_URL } from './page-address.ts';

/** Chromium's verdict on a certificate: not trusted. The page calls no server, so none has to be. */
const CERTIFICATE_REFUSED = -2;

/**
 * Denies what the page never needs, on every session and in every page, also those that nobody meant to make. Must run
 * before the app is ready. `isDev` lets the developer tools in.
 */
export function installPolicies(electron: Pick<ElectronApi, 'app'>, { isDev }: { readonly isDev: boolean }): void {
  const { app } = electron;
  app.on('session-created', (session) => guardSession(session, isDev));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, isDev));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    callback();
  });
  app.on('login', (event, _contents, _details, _proxy, callback) => {
    event.preventDefault();
    callback();
  });
}

/** Electron grants permissions unless both handlers say no. */
export function guardSession(session: Session, isDev: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setCertificateVerifyProc((_request, callback) => callback(CERTIFICATE_REFUSED));
  session.setSpellCheckerEnabled(false);
  session.on('select-hid-device', (event, _details, callback) => refuse(event, () => callback(null)));
  session.on('select-usb-device', (event, _details, callback) => refuse(event, () => callback()));
  session.on('select-serial-port', (event, _ports, _contents, callback) => refuse(event, () => callback('')));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isOwnAddress(url, isDev) }));
}

/** A page of ours stays where it is: it opens, embeds and visits nothing. */
export function guardContents(contents: WebContents, isDev: boolean): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, callback) => refuse(event, () => callback('')));
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  if (!isDev) contents.on('devtools-opened', () => contents.closeDevTools());
}

/** The page's own files and inline images; nothing of the network, nothing of the disk. */
export function isOwnAddress(url: string, isDev: boolean): boolean {
  return url.startsWith(PAGE_URL) || url.startsWith('data:image/') || (isDev && url.startsWith('devtools://devtools/'));
}

function refuse(event: { preventDefault(): void }, answer: () => void): void {
  event.preventDefault();
  answer();
}
