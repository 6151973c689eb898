/** Exit code of a start that was refused because of how it was started (sysexits: configuration). */
export const EX_CONFIG = 78;

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
}

/**
 * What must not be there when keys are about to be in memory: options that load foreign code, a debugger's door, or
 * certificate checks switched off. Null when all is well, else the sentence to print.
 */
export function dangerousSurroundings({ env, execArgv }: Surroundings): string | null {
  if ((env['NODE_OPTIONS'] ?? '') !== '') return 'NODE_OPTIONS is set; it can load code into Headroom. Unset it and start again.';
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    return 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off. Unset it and start again.';
  }
  if (execArgv.some((argument) => argument.startsWith('--inspect'))) {
    return 'A debugger can read keys. Start without --inspect, or with --dev on practice accounts.';
  }
  return null;
}
