import type { StartKeychainProcess } from '../../adapters/secrets/keychain-line.ts';
import type { ElectronApi } from './electron-api.ts';

/**
 * The process that calls the keychain, as Electron starts one: the packaged program cannot run as Node (fuse runAsNode).
 * `killNow` ends a process by its id, since Electron's own `kill` asks it to leave.
 */
export function utilityKeychain(
  { utilityProcess }: Pick<ElectronApi, 'utilityProcess'>,
  killNow: (pid: number) => void,
): StartKeychainProcess {
  return (script) => {
    const child = utilityProcess.fork(script, [], { stdio: 'ignore', serviceName: 'Headroom keychain' });
    return {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onEnd: (listener) => void child.once('exit', listener),
      kill() {
        if (child.pid === undefined) child.kill();
        else killNow(child.pid);
      },
    };
  };
}
