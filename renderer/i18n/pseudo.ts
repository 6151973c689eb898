/** The usual tag of a language made up for tests: English with accents. */
export const PSEUDO = 'en-XA';

const PLAIN = 'aceinosuyACEINOSUY';
const ACCENTED = 'áçéîñöšúýÁÇÉÎÑÖŠÚÝ';
/** Other languages need about this much more room than English. */
const EXTRA_SHARE = 0.35;
const HOLE = /(\{\{[^}]*\}\})/;

/** The sentence in accents, longer, and between brackets: whatever stands outside of brackets was never translated. */
export function pseudoSentence(sentence: string): string {
  const parts = sentence.split(HOLE);
  const words = parts.map((part) => (HOLE.test(part) ? part : accented(part)));
  const own = parts.filter((part) => !HOLE.test(part)).join('');
  const isWord = /\p{L}/u.test(own);
  return `⟦${words.join('')}${isWord ? '~'.repeat(Math.ceil(own.length * EXTRA_SHARE)) : ''}⟧`;
}

/** Symbols of units and keys are about as long everywhere: they are marked and stay as they are. */
const SYMBOLS = /^(?:time|size|figure|keys)\./;

export function pseudoCatalogue(catalogue: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, sentence]) => [
      key,
      SYMBOLS.test(key) ? `⟦${sentence}⟧` : pseudoSentence(sentence),
    ]),
  );
}

function accented(text: string): string {
  return [...text].map((letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('');
}
