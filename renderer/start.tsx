import '@mantine/core/styles/global.css';
import './ui/kit.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createDoor } from './bridge/door.ts';
import { browserTimers } from './bridge/timers.ts';
import { followTheme } from './shell/theme.ts';
import { createStores } from './stores/stores.ts';
import { createTicker } from './stores/ticker.ts';
import { browserMemory, pageOf } from './stores/ui.ts';

const TICK_MS = 250;

/** Wires the page together. `code` is the one-time code its address carried, if any. */
export function start(code: string | null): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no root');
  const memory = browserMemory(window);
  const stores = createStores(memory);
  const door = createDoor(window, stores, browserTimers);
  followTheme(stores.ui, window);
  stores.ui.setState({ page: pageOf(window.location.hash) });
  window.addEventListener('hashchange', () => {
    door.addressChanged();
    stores.ui.setState({ page: pageOf(window.location.hash) });
  });
  const ticker = createTicker(browserTimers, TICK_MS);
  createRoot(root).render(<App app={{ stores, host: door.host, ticker, memory }} />);
  door.enter(code);
}
