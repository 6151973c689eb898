// npm run check: types, lint, layers and unit tests, in the time one waits for it. --full: with all rounds
// of every test, the long ones too.
import { checkLanes, quickLanes, runLanes } from './steps.ts';

process.exitCode = (await runLanes(process.argv.includes('--full') ? checkLanes : quickLanes)) ? 0 : 1;
