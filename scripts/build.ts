// npm run build: the page, unless it is already built from these sources.
import { buildPage } from './build-page.ts';
import { root } from './steps.ts';

process.exitCode = buildPage(root, (line) => console.error(line)) ? 0 : 1;
