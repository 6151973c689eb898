/** One assignment of an environment file. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

const START = /[^\S\r\n]*(?:(?:export|set)[^\S\r\n]+)?([A-Za-z_][\w.-]{0,199})[^\S\r\n]*=[^\S\r\n]*/y;
// More than any real file has; a hostile one is not read to its end.
const MOST_ASSIGNMENTS = 5_000;
const QUOTES = ['"', "'", '`'];

/**
 * Reads `NAME=value` lines: `export` before, quotes of three kinds (over several lines, for private keys), comments.
 * What is no assignment is passed over. A quote that is never closed counts to the end of its line.
 */
export function readAssignments(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (let at = 0; at < text.length && found.length < MOST_ASSIGNMENTS; ) {
    START.lastIndex = at;
    const match = START.exec(text);
    if (match === null) {
      at = lineEnd(text, at) + 1;
      continue;
    }
    const { value, end } = valueAt(text, START.lastIndex);
    found.push({ name: match[1] ?? '', value });
    at = lineEnd(text, end) + 1;
  }
  return found;
}

function lineEnd(text: string, at: number): number {
  const next = text.slice(at, at + 1) === '\n' ? at : text.indexOf('\n', at);
  return next < 0 ? text.length : next;
}

function valueAt(text: string, at: number): { readonly value: string; readonly end: number } {
  const quote = text[at] ?? '';
  const close = QUOTES.includes(quote) ? closingQuote(text, at + 1, quote) : -1;
  if (close >= 0) return { value: unescaped(text.slice(at + 1, close), quote), end: close };
  const end = lineEnd(text, at);
  const line = text.slice(QUOTES.includes(quote) ? at + 1 : at, end);
  const comment = /(?:^|\s)#/.exec(line);
  return { value: (comment === null ? line : line.slice(0, comment.index)).trim(), end };
}

function closingQuote(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

// Only double quotes know escapes.
function unescaped(text: string, quote: string): string {
  if (quote !== '"') return text;
  return text.replace(/\\([nrt"\\$])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
