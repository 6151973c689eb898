// Runs within a page: self-contained, since the browser gets its text alone.

/** What a page could read of another address, way by way: bytes, or events that only content brings about. */
export async function plunder(target: {
  readonly origin: string;
  readonly code: string;
}): Promise<Record<string, number>> {
  const { origin, code } = target;
  const socketOrigin = origin.replace('http', 'ws');
  const loot: Record<string, number> = {};
  const note = (way: string, bytes: number): void => {
    loot[way] = (loot[way] ?? 0) + bytes;
  };
  const read = async (way: string, path: string, init: RequestInit): Promise<void> => {
    try {
      const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(2_000) });
      note(way, (await response.text()).length);
    } catch {
      note(way, 0);
    }
  };
  const paths = ['/', '/index.html', '/session', '/socket', '/nowhere'];
  for (const path of paths) {
    await read(`GET ${path}`, path, {});
    await read(`GET ${path} opaque`, path, { mode: 'no-cors' });
    await read(`GET ${path} with credentials`, path, { credentials: 'include' });
  }
  const body = JSON.stringify({ code });
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
    await read(`POST ${type}`, '/session', { method: 'POST', body, headers: { 'content-type': type } });
  }
  await read('POST opaque', '/session', { method: 'POST', body, mode: 'no-cors' });
  await read('PUT', '/session', { method: 'PUT', body });

  const outcome = (way: string, attach: (done: (bytes: number) => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const done = (bytes: number): void => {
        note(way, bytes);
        resolve();
      };
      setTimeout(() => done(0), 1_500);
      attach(done);
    });
  await Promise.all([
    ...['/socket', '/'].map((path) =>
      outcome(`WebSocket ${path}`, (done) => {
        const socket = new WebSocket(socketOrigin + path, 'headroom.v1');
        socket.onopen = () => done(1);
        socket.onmessage = () => done(1);
        socket.onerror = () => done(0);
      }),
    ),
    outcome('EventSource', (done) => {
      const source = new EventSource(`${origin}/`);
      source.onopen = () => done(1);
      source.onerror = () => {
        source.close();
        done(0);
      };
    }),
    ...(['img', 'script', 'link', 'object', 'embed', 'video'] as const).map((tag) =>
      outcome(tag, (done) => {
        const element = document.createElement(tag);
        if (element instanceof HTMLLinkElement) {
          element.rel = 'stylesheet';
          element.href = `${origin}/`;
        } else if (element instanceof HTMLObjectElement) element.data = `${origin}/`;
        else element.setAttribute('src', `${origin}/`);
        // An embedded page "loads" its own error too: only what can be seen of it counts.
        element.addEventListener('load', () => done(element instanceof HTMLEmbedElement ? seenIn(element) : 1));
        element.addEventListener('loadeddata', () => done(1));
        element.addEventListener('error', () => done(0));
        document.body.append(element);
      }),
    ),
    outcome('module', (done) => {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = `${origin}/index.html`;
      script.addEventListener('load', () => done(1));
      script.addEventListener('error', () => done(0));
      document.body.append(script);
    }),
    outcome('form in a frame', (done) => {
      const frame = document.createElement('iframe');
      frame.name = 'target';
      document.body.append(frame);
      const form = document.createElement('form');
      form.method = 'POST';
      form.action = `${origin}/session`;
      form.enctype = 'text/plain';
      form.target = 'target';
      const field = document.createElement('input');
      field.name = `{"code":"${code}","x":"`;
      field.value = '"}';
      form.append(field);
      document.body.append(form);
      form.submit();
      setTimeout(() => done(textIn(frame)), 700);
    }),
    outcome('frame', (done) => {
      const frame = document.createElement('iframe');
      frame.src = `${origin}/`;
      document.body.append(frame);
      setTimeout(() => done(textIn(frame)), 700);
    }),
    outcome('window', (done) => {
      const opened = window.open(`${origin}/`);
      setTimeout(() => {
        try {
          done(opened?.document.body.textContent.length ?? 0);
        } catch {
          done(0);
        }
        opened?.close();
      }, 700);
    }),
  ]);
  navigator.sendBeacon(`${origin}/session`, new Blob([body], { type: 'text/plain' }));
  return loot;

  function seenIn(element: HTMLEmbedElement): number {
    return element.getSVGDocument()?.documentElement.outerHTML.length ?? 0;
  }

  function textIn(frame: HTMLIFrameElement): number {
    try {
      return frame.contentDocument?.body.textContent.length ?? 0;
    } catch {
      return 0;
    }
  }
}
