/** The usual tag of a language made up for tests: English with accents. */
export const PSEUDO = 'en-XA';

const PLAIN = 'aceinosuyACEINOSUY';
const ACCENTED = 'áçéîñöšúýÁÇÉÎÑÖŠÚÝ';
/** Other languages need about this much more room than English. */
const EXTRA_SHARE = 0.35;
/** Letters of the filler's words. */
const LONGEST_WORD = 10;
const HOLE = /(\{\{[^}]*\}\})/;

/** The sentence in accents, longer, and between brackets: whatever stands outside of brackets was never translated. */
export function pseudoSentence(sentence: string): string {
  const parts = sentence.split(HOLE);
  const words = parts.map((part) => (HOLE.test(part) ? part : accented(part)));
  const own = parts.filter((part) => !HOLE.test(part)).join('');
  const isWord = /\p{L}/u.test(own);
  return `‹${words.join('')}${isWord ? filler(Math.ceil(own.length * EXTRA_SHARE)) : ''}›`;
}

/** Breaks between lines as words do. */
function filler(length: number): string {
  return Array.from({ length }, (_, index) =>
    index % LONGEST_WORD === LONGEST_WORD - 1 && index < length - 1 ? ' ' : '~',
  ).join('');
}

/** Symbols of units, keys and names of exchanges are about as long everywhere: they are marked and stay as they are. */
const SYMBOLS = /^(?:time|size|figure|keys|exchange)\./;

export function pseudoCatalogue(catalogue: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, sentence]) => [
      key,
      SYMBOLS.test(key) ? `‹${sentence}›` : pseudoSentence(sentence),
    ]),
  );
}

function accented(text: string): string {
  return [...text].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('');
}
