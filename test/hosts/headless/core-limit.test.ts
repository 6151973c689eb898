import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forbidCoreFiles } from '../../../electron/hosts/headless/core-limit.ts';

describe.runIf(process.platform === 'linux')('core files', () => {
  it('are forbidden to a process that runs already, softly and for good', async () => {
    const child = spawn('/bin/sleep', ['60']);
    await once(child, 'spawn');
    const limit = (): string =>
      /^Max core file size\s+(\S+)\s+(\S+)/m
        .exec(readFileSync(`/proc/${child.pid}/limits`, 'utf8'))
        ?.slice(1)
        .join(' ') ?? '';
    forbidCoreFiles('linux', child.pid ?? 0);
    expect(limit()).toBe('0 0');
    child.kill('SIGKILL');
  });

  it('cost nobody the start where there is no such process', () => {
    expect(() => forbidCoreFiles('linux', 2 ** 22 + 1)).not.toThrow();
  });
});
