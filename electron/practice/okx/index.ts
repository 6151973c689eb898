// The way in, under the same name as for the other practice exchanges.
export { createPracticeOkx, startPracticeOkx, type PracticeOkx, type PracticeOkxOptions } from './start.ts';
