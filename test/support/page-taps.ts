import type { Page } from 'playwright-core';

export interface Frames {
  readonly sent: readonly string[];
  readonly received: readonly string[];
}

/** Every frame of the page's WebSockets from now on, past the page; before it is led anywhere. */
export async function tapFrames(page: Page): Promise<Frames> {
  const session = await page.context().newCDPSession(page);
  const [sent, received]: [string[], string[]] = [[], []];
  session.on('Network.webSocketFrameSent', ({ response }) => sent.push(response.payloadData));
  session.on('Network.webSocketFrameReceived', ({ response }) => received.push(response.payloadData));
  await session.send('Network.enable');
  return { sent, received };
}

const COLLECTIONS = 3;

/** What the page's heap still holds once everything that may go is gone. */
export async function heapOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  for (let round = 0; round < COLLECTIONS; round += 1) await session.send('HeapProfiler.collectGarbage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.from(chunks.join(''));
}

/** Everything of the page that somebody could read off it: markup, boxes, storage and address. */
export async function surfaceOf(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('input, textarea, select')];
    const values = boxes.map((box) => (box as HTMLInputElement).value);
    const kept = [{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.title];
    return [new XMLSerializer().serializeToString(document), ...values, JSON.stringify(kept)].join('\n');
  });
}
