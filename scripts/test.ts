// npm test: everything CI runs. --only e2e: the end-to-end tests alone.
import { parseArgs } from 'node:util';
import { checkSteps, endToEndSteps, runSteps } from './steps.ts';
import { provideSystemPackages } from './system-packages.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const steps = values.only === 'e2e' ? endToEndSteps : [...checkSteps, ...endToEndSteps];
process.exitCode = provideSystemPackages() && runSteps(steps) ? 0 : 1;
