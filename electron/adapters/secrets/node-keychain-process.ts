import { spawn } from 'node:child_process';
import type { KeychainProcess } from './keychain-line.ts';

// Of ours alone: an option that opens a debugger must not be handed on to what holds secrets.
const OPTIONS = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning'];

/**
 * Plain Node once more. It ends with its pipe, so also when we are killed, and holds us only while something is awaited
 * from it: its first word, and one for each message.
 */
export function nodeKeychainProcess(script: string): KeychainProcess {
  const child = spawn(process.execPath, [...OPTIONS, script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let awaited = 1;
  function count(by: 1 | -1): void {
    awaited += by;
    if (awaited > 0) child.ref();
    else child.unref();
    if (awaited > 0) child.channel?.ref();
    else child.channel?.unref();
  }
  child.on('message', () => count(-1));
  return {
    post(message) {
      count(1);
      // A pipe that broke is told as the end of the process.
      child.send(message, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onEnd(listener) {
      child.once('exit', listener);
      child.once('error', listener);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
