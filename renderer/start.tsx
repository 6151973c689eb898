import '@mantine/core/styles/global.css';
import './ui/kit.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/fields.css';
import './ui/forced-colors.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createDoor } from './bridge/door.ts';
import { browserTimers } from './bridge/timers.ts';
import { language, speakPseudo } from './i18n/i18n.ts';
import { addBuiltIn } from './shell/actions/built-in.ts';
import { followPreferences } from './shell/theme.ts';
import { recall } from './stores/preferences.ts';
import { createStores } from './stores/stores.ts';
import { createTicker } from './stores/ticker.ts';
import { browserMemory, placeOf } from './stores/ui.ts';

const TICK_MS = 250;
/** `pseudo`: for whoever checks the page for sentences that were never translated. */
const LANGUAGE_NAME = 'headroom.locale';

/** Wires the page together. `code` is the one-time code its address carried, if any. */
export function start(code: string | null): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no root');
  const memory = browserMemory(window);
  if (recall(memory, LANGUAGE_NAME) === 'pseudo') speakPseudo();
  document.documentElement.lang = language();
  const stores = createStores(memory);
  const door = createDoor(window, stores, browserTimers);
  followPreferences(stores.ui, window, memory);
  addBuiltIn(stores.actions);
  const followAddress = (): void => {
    const { page, part } = placeOf(window.location.hash);
    stores.ui.setState({ page, part: part === null ? null : { name: part } });
  };
  followAddress();
  window.addEventListener('hashchange', () => {
    door.addressChanged();
    followAddress();
  });
  const ticker = createTicker(browserTimers, TICK_MS);
  createRoot(root).render(<App app={{ stores, host: door.host, ticker }} />);
  door.enter(code);
}
