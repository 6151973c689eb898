import type { WebContents } from 'electron';
import { PIPE_CHANNEL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import type { ElectronApi } from './electron-api.ts';
import { type DoorRefusal, PageDoor } from './page-door.ts';
import { type Distrust, distrustOf } from './trusted-sender.ts';

export interface IpcPipeOptions {
  /** A document of an admitted window has spoken; the pipe is its own. */
  readonly onPage: (pipe: Pipe) => void;
  /** Told of every message that was dropped, without its content. */
  readonly onRefusal: (why: Distrust | DoorRefusal) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
}

export interface IpcPipes {
  /** From now on the page of this window may speak. */
  admit(contents: WebContents): void;
  /** Messages dropped so far. */
  readonly refused: number;
}

/** The only place that listens to pages: one channel, and nobody heard on it who is not an admitted window's page. */
export function openIpcPipes({ ipcMain }: Pick<ElectronApi, 'ipcMain'>, options: IpcPipeOptions): IpcPipes {
  const doors = new Map<WebContents, PageDoor>();
  let refused = 0;
  const refuse = (why: Distrust | DoorRefusal): void => {
    refused += 1;
    options.onRefusal(why);
  };

  ipcMain.on(PIPE_CHANNEL, (event, documentId: unknown, content: unknown) => {
    const why = distrustOf(event, (contents) => doors.has(contents));
    if (why === null) doors.get(event.sender)?.receive(documentId, content);
    else refuse(why);
  });

  return {
    admit(contents) {
      const door = new PageDoor({
        send: (documentId, text) => send(contents, documentId, text),
        onPage: options.onPage,
        onRefusal: refuse,
        nowMs: options.nowMs,
      });
      doors.set(contents, door);
      contents.on('render-process-gone', () => door.close());
      contents.once('destroyed', () => {
        doors.delete(contents);
        door.close();
      });
    },
    get refused() {
      return refused;
    },
  };
}

function send(contents: WebContents, documentId: string, text: string): void {
  if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(PIPE_CHANNEL, documentId, text);
}
