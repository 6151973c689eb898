import type { Stores } from '../stores/stores.ts';
import { createActions } from './actions.ts';
import { createFeed } from './feed.ts';
import { nextFrameOrSecond } from './frame-batch.ts';
import { keepLinked, type Link, type LinkEvent } from './link.ts';
import { preloadPipe } from './preload-pipe.ts';
import { openSession, takeCode } from './session.ts';
import { type Opened, openSocketPipe } from './socket-pipe.ts';
import type { HostActions } from '../stores/context.ts';
import type { Timers } from './timers.ts';

export interface Door {
  readonly host: HostActions;
  /** Begins: with the preload's pipe where there is one, else with the code of the address. */
  enter(code: string | null): void;
  /** A new link was opened in this very page. */
  addressChanged(): void;
}

/** Leads the page to its host and keeps it there. */
export function createDoor(page: Window & typeof globalThis, stores: Stores, timers: Timers): Door {
  const newId = (): string => page.crypto.randomUUID();
  const feed = createFeed({ stores, timers, nextFrame: nextFrameOrSecond });
  let link: Link | null = null;
  page.addEventListener('pagehide', () => feed.flush());
  const host = createActions({ stores, feed, timers, newId, retryNow: () => link?.retryNow() });

  function onEvent(event: LinkEvent): void {
    switch (event.kind) {
      case 'open':
        return feed.attach(event.bridge);
      case 'lost':
        return stores.link.setState({ status: { kind: 'lost', retryAtMs: event.retryAtMs } });
      case 'trying':
        if (stores.link.getState().status.kind !== 'lost') return;
        return stores.link.setState({ status: { kind: 'lost', retryAtMs: null } });
      case 'refused':
        link = null;
        return stores.link.setState({ status: { kind: 'needs-code', reason: 'ended' } });
    }
  }

  function keep(open: () => Promise<Opened>): void {
    link?.stop();
    link = keepLinked({ open, newId, timers, random: Math.random, onEvent });
  }

  async function enterWith(code: string): Promise<void> {
    stores.link.setState({ status: { kind: 'starting' } });
    const session = await openSession(code, page.fetch.bind(page));
    if (session.kind !== 'open') return stores.link.setState({ status: { kind: 'needs-code', reason: session.kind } });
    const url = `${page.location.protocol === 'https:' ? 'wss' : 'ws'}://${page.location.host}/socket`;
    const makeSocket = (address: string, protocol: string): WebSocket => new WebSocket(address, protocol);
    keep(() => openSocketPipe({ url, token: session.token, makeSocket, timers }));
  }

  return {
    host,
    enter(code) {
      const pipe = preloadPipe(page);
      if (pipe !== null) return keep(once({ kind: 'open', pipe }));
      if (code === null) return stores.link.setState({ status: { kind: 'needs-code', reason: 'missing' } });
      void enterWith(code);
    },
    addressChanged() {
      const code = takeCode(page.location, page.history);
      if (code !== null && stores.link.getState().status.kind === 'needs-code') void enterWith(code);
    },
  };
}

/** A preload's pipe lives as long as its window; when it ends there is no second one. */
function once(opened: Opened): () => Promise<Opened> {
  let next: Opened = opened;
  return () => {
    const now = next;
    next = { kind: 'unreachable' };
    return Promise.resolve(now);
  };
}
