// npm test: everything CI runs. --only e2e: the end-to-end tests alone.
import { parseArgs } from 'node:util';
import { checkLanes, endToEndLanes, runLanes } from './steps.ts';
import { provideSystemPackages } from './system-packages.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const isCheckLeftOut = values.only === 'e2e';
const isGood =
  provideSystemPackages() && (isCheckLeftOut || (await runLanes(checkLanes))) && (await runLanes(endToEndLanes));
process.exitCode = isGood ? 0 : 1;
