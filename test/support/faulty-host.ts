// The headless host with a bug in it, which its parent process sets off.
const CANARY = 'canary-of-a-bug';

process.on('message', (kind) => {
  if (kind === 'throw')
    setTimeout(() => {
      throw new Error(CANARY);
    }, 0);
  // As in a handler that nobody waits for.
  else void Promise.reject(new Error(CANARY));
});

await import('../../scripts/start.ts');
