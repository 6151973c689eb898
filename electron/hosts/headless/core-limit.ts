import { spawnSync } from 'node:child_process';

const PRLIMIT = '/usr/bin/prlimit';

/**
 * A process that crashes must leave no file with its keys in it. Node cannot lower its own limit; on Linux util-linux'
 * tool does it for us, and what we start later inherits it. macOS and Windows write no core files by default. Never
 * throws; whether it worked shows in /proc/self/limits.
 */
export function forbidCoreFiles(platform: NodeJS.Platform, pid: number): void {
  if (platform !== 'linux') return;
  // Where there is no such tool nothing is started, and nothing is said by it.
  spawnSync(PRLIMIT, [`--pid=${pid}`, '--core=0:0'], { stdio: 'ignore', env: {}, timeout: 2_000 });
}
