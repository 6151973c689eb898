// Runs the bundled main process in plain Node with a stand-in for Electron, plays its page, and prints what happened.
// Arguments: the bundle, then what the main process gets.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { PIPE_CHANNEL, PROTOCOL } from '../../shared/contract/channels.ts';
import { electronStub } from './electron-stub.ts';

const DOCUMENT = '3f0c2a5e-7d41-4b0a-9c55-0123456789ab';
const [, , bundle = ''] = process.argv;
const stub = electronStub({ isPackaged: true });
Object.assign(globalThis, { electronStandIn: stub.electron });

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'stand-in:electron', format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === 'stand-in:electron'
      ? { format: 'module', source: 'export default globalThis.electronStandIn;', shortCircuit: true }
      : next(url, context),
});

const replies: unknown[] = [];
const events = new Set<string>();
stub.app.once('stub-exit', (code: number) => {
  process.stdout.write(
    `${JSON.stringify({ replies, events: [...events], windows: stub.windows.length, boxes: stub.errorBoxes })}\n`,
  );
  process.exit(code);
});

await import(pathToFileURL(bundle).href);
const [window] = await waitFor(() => (stub.windows.length > 0 ? stub.windows : null));
if (window === undefined) throw new Error('no window');
const { webContents } = window;
webContents.on('stub-sent', (_channel, _document, text: string) => {
  const message = JSON.parse(text) as { readonly type: string; readonly name?: string };
  if (message.type === 'reply') replies.push(message);
  else events.add(message.name ?? '');
});
for (const [id, name, input] of [
  ['1', 'app.hello', { protocol: PROTOCOL }],
  ['2', 'accounts.list', {}],
  ['3', 'activity.query', { filter: {}, before: null, limit: 1 }],
] as const) {
  const call = JSON.stringify({ type: 'call', id, name, input });
  stub.ipc.emit(PIPE_CHANNEL, { sender: webContents, senderFrame: webContents.mainFrame }, DOCUMENT, call);
}
await waitFor(() => (replies.length === 3 && events.size > 0 ? true : null));
if (process.env['FAULT'] === undefined) stub.app.quit();
else
  setTimeout(() => {
    throw new Error('canary-of-a-bug');
  }, 0);

async function waitFor<Value>(look: () => Value | null): Promise<Value> {
  for (;;) {
    const found = look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
