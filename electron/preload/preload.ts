// A pipe and nothing else. Bundled to one CommonJS file; a sandboxed preload can load no other.
import { contextBridge, ipcRenderer } from 'electron';
import { PIPE_CHANNEL, PRELOAD_PIPE } from '../../shared/contract/channels.ts';

/** Told to the host after every so many messages, so that it stops sending to a page that no longer reads. */
const ACKNOWLEDGE_EVERY = 32;
/** What may wait for the page's script to listen. */
const MAX_EARLY = 256;

/** Tells this document from the one before a reload: what was meant for that one is not for us. */
const documentId = crypto.randomUUID();
let listener: ((message: unknown) => void) | null = null;
let read = 0;
let early: unknown[] = [];

ipcRenderer.on(PIPE_CHANNEL, (_event, forDocument: unknown, text: unknown) => {
  if (forDocument !== documentId || typeof text !== 'string') return;
  const message: unknown = JSON.parse(text);
  if (listener !== null) hand(listener, message);
  else if (early.length < MAX_EARLY) early.push(message);
  else read += 1;
});

function hand(to: (message: unknown) => void, message: unknown): void {
  read += 1;
  if (read % ACKNOWLEDGE_EVERY === 0) ipcRenderer.send(PIPE_CHANNEL, documentId, read);
  to(message);
}

contextBridge.exposeInMainWorld(
  PRELOAD_PIPE,
  Object.freeze({
    post(message: unknown): void {
      ipcRenderer.send(PIPE_CHANNEL, documentId, JSON.stringify(message));
    },
    onMessage(next: (message: unknown) => void): void {
      listener = next;
      const waiting = early;
      early = [];
      for (const message of waiting) hand(next, message);
    },
  }),
);
