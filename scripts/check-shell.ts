// Our own scan of the desktop shell, run in tests and by hand: node scripts/check-shell.ts
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Scope, SHELL_RULES, type ShellRule } from './shell-rules.ts';
import { root } from './steps.ts';

export interface Source {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}
export type Sources = Readonly<Record<Scope, readonly Source[]>>;

const PATTERNS: Readonly<Record<Scope, readonly string[]>> = {
  shipped: ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx,html}'],
  desktop: ['electron/hosts/desktop/**/*.ts', 'electron/preload/**/*.ts'],
  page: ['renderer/**/*.{ts,tsx,html}', 'electron/preload/**/*.ts', 'electron/hosts/desktop/**/*.ts'],
  packaging: ['package.json', 'electron-builder.yml', '*.config.ts', '.ci/*', 'build/**/*.{svg,plist}'],
};

export function readSources(folder: string): Sources {
  const read = (patterns: readonly string[]): readonly Source[] =>
    globSync([...patterns], { cwd: folder }).map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(join(folder, path), 'utf8'),
    }));
  return {
    shipped: read(PATTERNS.shipped),
    desktop: read(PATTERNS.desktop),
    page: read(PATTERNS.page),
    packaging: read(PATTERNS.packaging),
  };
}

/** What is wrong, one line each: a thing where it must not be, or a guard that is gone. Empty when all is well. */
export function shellFaults(sources: Sources): readonly string[] {
  const preferences = sources.shipped.find(({ path }) => path === 'electron/hosts/desktop/window.ts');
  return [
    ...SHELL_RULES.flatMap((rule) => ruleFaults(rule, sources[rule.scope])),
    ...preferenceFaults(preferences?.text ?? ''),
  ];
}

function ruleFaults({ item, says, pattern, only = [], must }: ShellRule, files: readonly Source[]): readonly string[] {
  const found = files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
  const strays = found.filter((path) => !only.includes(path));
  const gone = must === true ? only.filter((path) => !found.includes(path)) : [];
  return [
    ...strays.map((path) => `${item} ${says}: ${path}`),
    ...gone.map((path) => `${item} ${says}: missing in ${path}`),
  ];
}

/** Written out in the window's maker as these very words; a variable or a spread would hide what it holds. */
const PREFERENCES = {
  preload: 'options.preload',
  contextIsolation: 'true',
  sandbox: 'true',
  nodeIntegration: 'false',
  nodeIntegrationInWorker: 'false',
  nodeIntegrationInSubFrames: 'false',
  webSecurity: 'true',
  allowRunningInsecureContent: 'false',
  experimentalFeatures: 'false',
  webviewTag: 'false',
  navigateOnDragDrop: 'false',
  safeDialogs: 'true',
  spellcheck: 'false',
  devTools: 'options.isDev',
} as const;

export function preferenceFaults(text: string): readonly string[] {
  const block = /webPreferences: \{([^{}]*)\}/.exec(text)?.[1];
  if (block === undefined) return ['2 web preferences are not written out'];
  const written = block
    .split(',')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wanted = Object.entries(PREFERENCES).map(([name, value]) => `${name}: ${value}`);
  return [
    ...wanted.filter((line) => !written.includes(line)).map((line) => `2 web preferences lack ${line}`),
    ...written.filter((line) => !wanted.includes(line)).map((line) => `2 web preferences have ${line}`),
  ];
}

if (import.meta.main) {
  const faults = shellFaults(readSources(root));
  for (const fault of faults) console.error(fault);
  console.log(`shell: ${SHELL_RULES.length} rules, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
