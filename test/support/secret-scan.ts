import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every form in which a text may lie in bytes. */
export function formsOf(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  // Base64 of a text inside another begins at one of three places; its inner part is then the same.
  const base64 = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
    return whole.slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + utf8.length) * 4) / 3) - 1);
  });
  const written = [hex, hex.toUpperCase(), ...base64, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)];
  return [utf8, utf16, Buffer.from(utf16).swap16(), ...written.map((form) => Buffer.from(form))];
}

/** Which of the texts lie in the bytes, in any form. */
export function foundIn(bytes: Buffer, texts: readonly string[]): readonly string[] {
  return texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)));
}

/** Files of a folder with what was found in each; those with nothing are left out. */
export function foundInFolder(folder: string, texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const found = files.map(
    (entry) => [entry.name, foundIn(readFileSync(join(entry.parentPath, entry.name)), texts)] as const,
  );
  return Object.fromEntries(found.filter(([, seen]) => seen.length > 0));
}
