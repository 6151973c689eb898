import './bridge/jitless.ts';
import { takeCode } from './bridge/session.ts';

// The rest is loaded afterwards: bundling may run shared schemas before this file, and they must find zod configured.
const code = takeCode(window.location, window.history);
void import('./start.tsx').then(({ start }) => start(code));
