import { describe, expect, it } from 'vitest';
import { runWindow } from '../../../scripts/run-window.ts';

/** A program in Electron's place. */
async function run(program: string, env: NodeJS.ProcessEnv = {}) {
  const lines: string[] = [];
  const end = await runWindow({
    path: process.execPath,
    args: ['-e', program],
    env,
    print: (line) => lines.push(line),
  });
  return { end, lines };
}

describe('runWindow', () => {
  const cases = [
    { name: 'ended by its user', program: `console.log('Headroom ready: window')`, end: { kind: 'ended', code: 0 } },
    { name: 'ended with a sentence of its own', program: 'process.exit(1)', end: { kind: 'ended', code: 1 } },
    { name: 'refused to start', program: 'process.exit(78)', end: { kind: 'ended', code: 78 } },
    {
      name: 'the loader found no library',
      program: 'process.exit(127)',
      end: { kind: 'did-not-start', why: 'exit code 127' },
    },
    {
      name: 'the sandbox was forbidden',
      program: `process.kill(process.pid, 'SIGTRAP'); setInterval(() => {}, 1_000)`,
      end: { kind: 'did-not-start', why: 'SIGTRAP' },
    },
    {
      name: 'crashed after it was ready',
      program: `console.log('Headroom ready: window'); process.exitCode = 133`,
      end: { kind: 'ended', code: 133 },
    },
    {
      name: 'told to end',
      program: `process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000)`,
      end: { kind: 'ended', code: 1 },
    },
  ];
  for (const { name, program, end } of cases) it(name, async () => expect((await run(program)).end).toEqual(end));

  it('hands its lines on, and is no Node of anybody’s', async () => {
    const { lines } = await run(
      'console.log(String(process.env.ELECTRON_RUN_AS_NODE)); console.log(process.env.KEPT)',
      {
        ELECTRON_RUN_AS_NODE: '1',
        KEPT: 'kept',
      },
    );
    expect(lines).toEqual(['undefined', 'kept']);
  });

  it('a program that is not there did not start', async () => {
    const end = await runWindow({ path: '/nowhere/electron', args: [], env: {}, print: () => undefined });
    expect(end).toMatchObject({ kind: 'did-not-start' });
  });

  it('leaves no listener for signals behind', async () => {
    const before = process.listenerCount('SIGTERM');
    await run('0');
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
