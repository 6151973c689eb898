import { z } from 'zod';

const Licence = z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() });
export type Licence = z.infer<typeof Licence>;

/** Written by the build beside the scripts; the bundler must not take the name for one of its own files. */
const FILE = 'licences.json';

/** Null: the file could not be had. */
export async function loadLicences(): Promise<readonly Licence[] | null> {
  try {
    const response = await fetch(new URL(FILE, import.meta.url), { credentials: 'omit', redirect: 'error' });
    if (!response.ok) return null;
    const read = z.array(Licence).safeParse(await response.json());
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
