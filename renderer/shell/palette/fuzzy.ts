export interface Match {
  /** The higher the better; only for comparing matches of one query. */
  readonly score: number;
  /** Places of the letters that were found in the text. */
  readonly places: readonly number[];
}

const RUN_BONUS = 6;
const WORD_START_BONUS = 8;
const FIRST_BONUS = 4;
const WHOLE_WORD_BONUS = 10;
const GAP_COST = 1;

/**
 * Every word of the query must be found in the text, in whatever order; its letters in their order, gaps allowed. Whole
 * words, beginnings of words and letters in a row count more. Null: not found.
 */
export function fuzzy(query: string, text: string): Match | null {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const folded = fold(text);
  let score = 0;
  const places = new Set<number>();
  for (const word of words) {
    const found = wordIn(word, folded);
    if (found === null) return null;
    score += found.score;
    for (const place of found.places) places.add(place);
  }
  return { score, places: [...places].toSorted((a, b) => a - b) };
}

/** Without case and accents, letter for letter, so that places stay true. */
function fold(text: string): string {
  return [...text].map((letter) => (letter.normalize('NFD')[0] ?? letter).toLowerCase()).join('');
}

function wordIn(word: string, text: string): Match | null {
  const whole = bestRun(word, text);
  if (whole !== null) return whole;
  return startsIn(word, text)
    .map((start) => scattered(word, text, start))
    .reduce<Match | null>(
      (best, one) => (one !== null && (best === null || one.score > best.score) ? one : best),
      null,
    );
}

/** The word in one piece. */
function bestRun(word: string, text: string): Match | null {
  let best: Match | null = null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isWhole = isWordStart(text, at) && !isLetter(text[end] ?? ' ');
    const score =
      word.length * RUN_BONUS +
      (isWordStart(text, at) ? WORD_START_BONUS : 0) +
      (isWhole ? WHOLE_WORD_BONUS : 0) +
      (at === 0 ? FIRST_BONUS : 0);
    if (best === null || score > best.score)
      best = { score, places: Array.from({ length: word.length }, (_, i) => at + i) };
  }
  return best;
}

function startsIn(word: string, text: string): readonly number[] {
  return [...text].flatMap((letter, index) => (letter === word[0] && isWordStart(text, index) ? [index] : []));
}

/** Letters in their order with gaps, beginning at `start`: the next letter of a run if it fits, else the next word's first. */
function scattered(word: string, text: string, start: number): Match | null {
  const places = [start];
  let score = WORD_START_BONUS;
  for (const letter of word.slice(1)) {
    const last = places.at(-1) ?? start;
    const next = nextPlace(letter, text, last);
    if (next === null) return null;
    if (next === last + 1) score += RUN_BONUS;
    else score += isWordStart(text, next) ? WORD_START_BONUS - GAP_COST : -GAP_COST * Math.min(5, next - last);
    places.push(next);
  }
  return score > 0 ? { score, places } : null;
}

function nextPlace(letter: string, text: string, last: number): number | null {
  if (text[last + 1] === letter) return last + 1;
  for (let at = last + 2; at < text.length; at += 1) if (text[at] === letter && isWordStart(text, at)) return at;
  const at = text.indexOf(letter, last + 1);
  return at < 0 ? null : at;
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || !isLetter(text[at - 1] ?? ' ');
}

function isLetter(letter: string): boolean {
  return /[\p{L}\p{N}]/u.test(letter);
}
