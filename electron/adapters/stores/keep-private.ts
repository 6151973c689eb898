import { chmodSync } from 'node:fs';

/** Takes everybody else's access away; what belongs to another user, or has no such rights, stays as it is. */
export function keepPrivate(path: string, mode: 0o600 | 0o700): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  }
}
