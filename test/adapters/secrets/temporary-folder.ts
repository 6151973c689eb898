import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The caller removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'headroom-secrets-'));
}
