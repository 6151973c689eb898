import { z } from 'zod';
import { decimalText } from '../json.ts';
import type { BookDepth } from './quote-source.ts';

// All three write a level as price, size and more.
const Level = z.tuple([decimalText, decimalText]).rest(z.unknown());

/** Both sides of a book as the exchanges write them, best prices first. */
export const BookSides = z
  .object({ bids: z.array(Level), asks: z.array(Level) })
  .transform(({ bids, asks }): BookDepth => ({ bids: bids.map(levelOf), asks: asks.map(levelOf) }));

function levelOf([price, size]: z.infer<typeof Level>): BookDepth['bids'][number] {
  return { price, size };
}
