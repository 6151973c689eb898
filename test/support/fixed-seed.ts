import fc from 'fast-check';

// The same draws in every run, so that a red test is a changed program; FUZZ_SEED=random (or a number) looks elsewhere.
const asked = process.env['FUZZ_SEED'] ?? '20261120';
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
