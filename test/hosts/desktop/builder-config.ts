import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

export const ROOT = join(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);
// The packager's own reader, so that we see what it sees.
const fromBuilder = createRequire(require.resolve('electron-builder'));

const BuilderConfig = z.looseObject({
  appId: z.string(),
  asar: z.unknown(),
  disableAsarIntegrity: z.unknown().optional(),
  asarUnpack: z.array(z.string()),
  publish: z.unknown(),
  files: z.array(z.string()),
  electronFuses: z.record(z.string(), z.boolean()),
  mac: z.looseObject({ target: z.array(z.string()) }),
  win: z.looseObject({ target: z.array(z.string()) }),
  linux: z.looseObject({ target: z.array(z.string()), executableArgs: z.array(z.string()) }),
});
export type BuilderConfig = z.infer<typeof BuilderConfig>;

export function readBuilderConfig(): BuilderConfig {
  const { load } = fromBuilder('js-yaml') as { readonly load: (text: string) => unknown };
  return BuilderConfig.parse(load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')));
}

interface Validator {
  validateConfiguration(config: unknown, debugLogger: { readonly isEnabled: boolean; add(): void }): Promise<void>;
}

/** Rejects with the packager's complaint when it would not take the configuration. */
export async function validateBuilderConfig(config: unknown): Promise<void> {
  const path = join(fromBuilder.resolve('app-builder-lib/package.json'), '..', 'out', 'util', 'config', 'config.js');
  await (require(path) as Validator).validateConfiguration(config, { isEnabled: false, add: () => undefined });
}
