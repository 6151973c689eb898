/** Exit code of a start that was refused because of how it was started (sysexits: configuration). */
export const EX_CONFIG = 78;

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly execArgv: readonly string[];
  /** Whether a debugger's door is open. */
  readonly isInspected: boolean;
}

const FOREIGN_CODE = /^(?:--require|-r|--import|--loader|--experimental-loader)(?:=|$)/;

const FOREIGN_ROOTS: ReadonlySet<string> = new Set(['--use-system-ca', '--use-openssl-ca']);

/**
 * What must not be there when keys are about to be in memory: options that load foreign code, a debugger's door, or
 * protection of connections switched off. Null when all is well, else the sentence to print.
 */
export function dangerousSurroundings({ env, execArgv, isInspected }: Surroundings): string | null {
  if ((env['NODE_OPTIONS'] ?? '') !== '')
    return 'NODE_OPTIONS is set; it can load code into Headroom. Unset it and start again.';
  const checks = env['NODE_TLS_REJECT_UNAUTHORIZED'] ?? '1';
  if (checks !== '1' && checks !== '') {
    return `NODE_TLS_REJECT_UNAUTHORIZED=${checks} can switch certificate checks off. Unset it and start again.`;
  }
  if (isInspected || execArgv.some((argument) => argument.startsWith('--inspect'))) {
    return 'A debugger can read keys. Start without --inspect, or with --dev on practice accounts.';
  }
  if (execArgv.some((argument) => FOREIGN_CODE.test(argument))) {
    return 'Node was told to load other code into Headroom (--require, --import or --loader). Start without it.';
  }
  const roots = execArgv.find((argument) => FOREIGN_ROOTS.has(argument));
  if (roots !== undefined) return `${roots} lets others than Node’s own roots vouch for a server. Start without it.`;
  if (execArgv.some((argument) => argument.startsWith('--tls-keylog'))) {
    return '--tls-keylog writes down the keys of every connection. Start without it.';
  }
  return null;
}
