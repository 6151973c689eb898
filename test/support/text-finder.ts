import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formsOf } from './secret-scan.ts';

interface Form {
  readonly text: string;
  readonly bytes: Buffer;
}

const HEAD_BYTES = 4;

/** Finds many texts, each in any form, in one walk over the bytes: large ones, such as snapshots of a heap. */
export class TextFinder {
  readonly #byHead = new Map<number, Form[]>();
  /** By the first two bytes: whether any form begins so. */
  readonly #mayBegin = new Uint8Array(0x1_0000);

  constructor(texts: readonly string[]) {
    for (const text of texts) for (const bytes of formsOf(text)) this.#add({ text, bytes });
  }

  /** Which of the texts lie in the bytes. */
  find(bytes: Buffer): ReadonlySet<string> {
    const found = new Set<string>();
    for (let at = 0; at + HEAD_BYTES <= bytes.length; at += 1) {
      if (this.#mayBegin[((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)] === 0) continue;
      for (const { text, bytes: form } of this.#byHead.get(bytes.readUInt32BE(at)) ?? [])
        if (bytes.compare(form, 0, form.length, at, Math.min(at + form.length, bytes.length)) === 0) found.add(text);
    }
    return found;
  }

  /** Files of a folder, with what was found in each; those with nothing are left out. */
  findInFolder(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const found = files.map(({ name, parentPath }) => [name, this.find(readFileSync(join(parentPath, name)))] as const);
    return new Map(found.filter(([, texts]) => texts.size > 0));
  }

  #add(form: Form): void {
    if (form.bytes.length < HEAD_BYTES) throw new Error(`too short to be looked for: ${form.text}`);
    const head = form.bytes.readUInt32BE(0);
    this.#mayBegin[head >>> 16] = 1;
    this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), form]);
  }
}
