import { beforeEach, describe, expect, it } from 'vitest';
import { PIPE_CHANNEL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { type IpcPipes, openIpcPipes } from '../../../electron/hosts/desktop/ipc-pipe.ts';
import { electronStub, type ElectronStub, StubContents, StubFrame } from '../../support/electron-stub.ts';

const DOCUMENT = '3f0c2a5e-7d41-4b0a-9c55-0123456789ab';
const NEXT_DOCUMENT = '8b1d9c77-2e10-4f6d-8a3b-ba9876543210';

let stub: ElectronStub;
let ours: StubContents;
let pages: Pipe[];
let heard: unknown[];
let refusals: string[];
let pipes: IpcPipes;
let nowMs: number;

beforeEach(() => {
  stub = electronStub();
  ours = new StubContents();
  pages = [];
  heard = [];
  refusals = [];
  nowMs = 0;
  pipes = openIpcPipes(stub.electron, {
    onPage(pipe) {
      pages.push(pipe);
      pipe.onMessage((message) => heard.push(message));
    },
    onRefusal: (why) => refusals.push(why),
    nowMs: () => nowMs,
  });
  pipes.admit(ours as never);
});

interface Sender {
  readonly sender: StubContents;
  readonly senderFrame: StubFrame | null;
}

function tell(from: Sender, documentId: unknown, content: unknown): void {
  stub.ipc.emit(PIPE_CHANNEL, from, documentId, content);
}

const right = (): Sender => ({ sender: ours, senderFrame: ours.mainFrame });

function withFrame(change: Partial<StubFrame>): Sender {
  return { sender: ours, senderFrame: Object.assign(ours.mainFrame, change) };
}

function subFrame(): Sender {
  const frame = Object.assign(new StubFrame(), { frameToken: 'sub-frame', parent: ours.mainFrame });
  return { sender: ours, senderFrame: frame };
}

function devTools(): Sender {
  const contents = new StubContents();
  Object.assign(contents.mainFrame, {
    origin: 'devtools://devtools',
    url: 'devtools://devtools/bundled/inspector.html',
  });
  return { sender: contents, senderFrame: contents.mainFrame };
}

function goneWindow(): Sender {
  ours.isGone = true;
  return right();
}

function throwingFrame(): Sender {
  const frame = new StubFrame();
  Object.defineProperty(frame, 'origin', {
    get: () => {
      throw new Error('Render frame was disposed');
    },
  });
  return { sender: ours, senderFrame: frame };
}

const SENDERS: readonly { readonly name: string; readonly sender: () => Sender; readonly why: string | null }[] = [
  { name: 'the right one', sender: right, why: null },
  { name: 'a frame that navigated away', sender: () => ({ sender: ours, senderFrame: null }), why: 'no-frame' },
  { name: 'a frame within our frame', sender: () => withFrame({ parent: new StubFrame() }), why: 'sub-frame' },
  {
    name: 'another main frame',
    sender: () => ({ sender: ours, senderFrame: Object.assign(new StubFrame(), { frameToken: 'former' }) }),
    why: 'sub-frame',
  },
  { name: 'a sub-frame', sender: subFrame, why: 'sub-frame' },
  {
    name: 'another origin',
    sender: () => withFrame({ origin: 'https://evil.example', url: 'https://evil.example/' }),
    why: 'other-origin',
  },
  {
    name: 'a look-alike host',
    sender: () => withFrame({ origin: 'app://ui.evil', url: 'app://ui.evil/' }),
    why: 'other-origin',
  },
  { name: 'a look-alike address', sender: () => withFrame({ url: 'app://uii/' }), why: 'other-origin' },
  { name: 'a file', sender: () => withFrame({ origin: 'file://', url: 'file:///index.html' }), why: 'other-origin' },
  { name: 'about:blank', sender: () => withFrame({ origin: 'null', url: 'about:blank' }), why: 'other-origin' },
  { name: 'a destroyed window', sender: goneWindow, why: 'destroyed' },
  { name: 'a destroyed frame', sender: () => withFrame({ gone: true }), why: 'destroyed' },
  { name: 'a frame that throws when asked', sender: throwingFrame, why: 'destroyed' },
  { name: 'a detached frame', sender: () => withFrame({ detached: true }), why: 'destroyed' },
  { name: 'the developer tools', sender: devTools, why: 'not-our-window' },
  {
    name: 'a window we did not admit',
    sender: () => {
      const sender = new StubContents();
      return { sender, senderFrame: sender.mainFrame };
    },
    why: 'not-our-window',
  },
];

const MESSAGES = [
  { type: 'call', id: '1', name: 'app.hello', input: { protocol: 1 } },
  { type: 'call', id: '2', name: 'practice.setWorkload', input: { account: 'practice-okx', level: 'storm' } },
  { type: 'call', id: '3', name: 'orders.place', input: {} },
  'text',
  null,
  [1, 2],
];

describe('who may speak', () => {
  for (const { name, sender, why } of SENDERS) {
    it(`${name}: ${why ?? 'heard'}`, () => {
      const from = sender();
      for (const message of MESSAGES) tell(from, DOCUMENT, JSON.stringify(message));
      expect(heard).toEqual(why === null ? MESSAGES : []);
      expect(refusals).toEqual(why === null ? [] : MESSAGES.map(() => why));
      expect(pipes.refused).toBe(why === null ? 0 : MESSAGES.length);
    });
  }

  it('there is one channel, and nothing answers on another', () => {
    expect(stub.ipc.eventNames()).toEqual([PIPE_CHANNEL]);
  });
});

describe('what may be said', () => {
  const long = JSON.stringify('x'.repeat(70_000));
  const cases = [
    { name: 'no text', documentId: DOCUMENT, content: { type: 'call' }, why: 'no-json' },
    { name: 'no JSON', documentId: DOCUMENT, content: '{', why: 'no-json' },
    { name: 'nothing', documentId: DOCUMENT, content: undefined, why: 'no-json' },
    { name: 'too long', documentId: DOCUMENT, content: long, why: 'too-long' },
    { name: 'no document', documentId: undefined, content: '1', why: 'no-document' },
    { name: 'a document that is none', documentId: '__proto__', content: '1', why: 'no-document' },
  ];
  for (const { name, documentId, content, why } of cases) {
    it(`${name}: dropped`, () => {
      tell(right(), documentId, content);
      expect({ heard, refusals }).toEqual({ heard: [], refusals: [why] });
    });
  }

  it('50,000 messages in a second: a bounded number is heard, and the page may speak again later', () => {
    for (let index = 0; index < 50_000; index += 1) {
      nowMs = index / 50;
      tell(right(), DOCUMENT, '1');
    }
    expect(heard.length).toBeLessThanOrEqual(400);
    expect(refusals.length).toBe(50_000 - heard.length);
    expect(new Set(refusals)).toEqual(new Set(['flood']));
    const before = heard.length;
    nowMs += 1_000;
    tell(right(), DOCUMENT, '"again"');
    expect(heard.slice(before)).toEqual(['again']);
  });

  it('one window’s flood costs another nothing', () => {
    const other = new StubContents();
    pipes.admit(other as never);
    for (let index = 0; index < 5_000; index += 1) tell(right(), DOCUMENT, '1');
    tell({ sender: other, senderFrame: other.mainFrame }, NEXT_DOCUMENT, '"quiet"');
    expect(heard.at(-1)).toBe('quiet');
  });
});

describe('what is sent', () => {
  const opened = (): Pipe => {
    tell(right(), DOCUMENT, '"hello"');
    const [pipe] = pages;
    if (pipe === undefined) throw new Error('no page came');
    return pipe;
  };

  it('goes to the window as text, for this document', () => {
    opened().post({ type: 'event', seq: 0 });
    expect(ours.sent).toEqual([[PIPE_CHANNEL, DOCUMENT, '{"type":"event","seq":0}']]);
  });

  it('a page that stops reading costs a bounded number of messages, and reads on after it woke', () => {
    const pipe = opened();
    for (let seq = 0; seq < 5_000; seq += 1) pipe.post({ seq });
    expect(ours.sent).toHaveLength(1_000);
    tell(right(), DOCUMENT, 992);
    pipe.post({ seq: 5_000 });
    expect(ours.sent.at(-1)?.[2]).toBe('{"seq":5000}');
  });

  it('an acknowledgement of what was never sent opens nothing', () => {
    const pipe = opened();
    tell(right(), DOCUMENT, Number.MAX_SAFE_INTEGER);
    for (let seq = 0; seq < 5_000; seq += 1) pipe.post({ seq });
    expect(ours.sent).toHaveLength(1_000);
  });

  it('nothing goes to a window that is gone or has crashed', () => {
    const pipe = opened();
    ours.hasCrashed = true;
    pipe.post(1);
    ours.isGone = true;
    pipe.post(2);
    expect(ours.sent).toEqual([]);
  });
});

describe('documents', () => {
  it('a reloaded page gets a pipe of its own; what was under way for the former reaches nobody', () => {
    tell(right(), DOCUMENT, '"first"');
    const closed: string[] = [];
    pages[0]?.onClose(() => closed.push('first'));
    tell(right(), NEXT_DOCUMENT, '"second"');
    expect({ pages: pages.length, closed }).toEqual({ pages: 2, closed: ['first'] });
    pages[0]?.post('late');
    pages[1]?.post('now');
    expect(ours.sent).toEqual([[PIPE_CHANNEL, NEXT_DOCUMENT, '"now"']]);
    tell(right(), DOCUMENT, '"from the dead"');
    expect(heard).toEqual(['first', 'second']);
    expect(refusals).toEqual(['no-document']);
  });

  for (const { name, end } of [
    { name: 'a crash', end: () => ours.emit('render-process-gone', {}, { reason: 'crashed' }) },
    { name: 'the end of the window', end: () => ours.emit('destroyed') },
  ]) {
    it(`${name} closes the pipe`, () => {
      tell(right(), DOCUMENT, '"hello"');
      let isClosed = false;
      pages[0]?.onClose(() => {
        isClosed = true;
      });
      end();
      expect(isClosed).toBe(true);
    });
  }
});
