/** Exit code of a start that was refused because of how it was started (sysexits: configuration). */
export const EX_CONFIG = 78;

export interface StartFacts {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isPackaged: boolean;
  /** Whether Chromium took a switch, wherever it came from. */
  readonly hasSwitch: (name: string) => boolean;
}

/** Switches of Chromium and Node that open a debugger's door, take the sandbox away or bend the page's rules. */
export const REFUSED_SWITCHES: readonly string[] = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-socket-name',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'no-sandbox',
  'disable-gpu-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'single-process',
  'no-zygote',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'unsafely-treat-insecure-origin-as-secure',
  'enable-blink-features',
  'load-extension',
  'user-data-dir',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'ssl-key-log-file',
  'log-net-log',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
];

/**
 * What must not be there when keys are about to be in memory. Null when all is well, else the sentence to tell. A
 * checkout may be debugged; what is installed may not. NODE_OPTIONS and its like are deaf there: see the fuses.
 */
export function dangerousStart({ argv, env, isPackaged, hasSwitch }: StartFacts): string | null {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    return 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off. Unset it and start again.';
  }
  if (!isPackaged) return null;
  const given = new Set(argv.slice(1).flatMap(switchName));
  const found = REFUSED_SWITCHES.find((name) => given.has(name) || hasSwitch(name));
  return found === undefined
    ? null
    : `Headroom does not start with --${found}: it can let others read keys. Start it without.`;
}

/** Chromium takes `--name`, `-name` and, on Windows, `/name`, with or without a value, in any case there. */
function switchName(argument: string): readonly string[] {
  const name = /^(?:--?|\/)([a-z][a-z-]*)(?:=|$)/i.exec(argument)?.[1];
  return name === undefined ? [] : [name.toLowerCase()];
}
