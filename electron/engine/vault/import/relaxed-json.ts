import { parseJson } from '../../json.ts';

/**
 * Parses JSON that may hold `//` and block comments and commas before a closing bracket, as freqtrade reads its
 * configuration. Undefined when it is not that. One pass: hostile text costs no more than its length.
 */
export function parseRelaxedJson(text: string): unknown {
  return parseJson(strictJson(text));
}

/** Whether the first thing that is neither space nor comment opens an object or a list. */
export function opensAsJson(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const end = endOfPiece(text, at);
    const piece = text.slice(at, end);
    if (!isComment(piece) && piece.trim() !== '') return piece.startsWith('{') || piece.startsWith('[');
    at = end;
  }
  return false;
}

const PLAIN = /[^"/,\]}\s]+|\s+/y;

/** The same text as JSON proper; nonsense stays nonsense. */
export function strictJson(text: string): string {
  const kept: string[] = [];
  // Where in `kept` a comma stands that nothing but space has followed.
  let comma = -1;
  for (let at = 0; at < text.length; ) {
    const end = endOfPiece(text, at);
    const piece = text.slice(at, end);
    at = end;
    if (isComment(piece)) continue;
    if ((piece === '}' || piece === ']') && comma >= 0) kept[comma] = '';
    if (piece.trim() !== '') comma = piece === ',' ? kept.length : -1;
    kept.push(piece);
  }
  return kept.join('');
}

function isComment(piece: string): boolean {
  return piece.startsWith('//') || piece.startsWith('/*');
}

/** End of the string, comment, run of space or of other characters, or single mark that begins here. */
function endOfPiece(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (text.startsWith('//', at)) return endOfLine(text, at);
  if (text.startsWith('/*', at)) {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? text.length : close + 2;
  }
  PLAIN.lastIndex = at;
  return PLAIN.test(text) ? PLAIN.lastIndex : at + 1;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function endOfString(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next += 1) {
    if (text[next] === '\\') next += 1;
    else if (text[next] === '"') return next + 1;
  }
  return text.length;
}
