import { keyStateAt, type PracticeKey } from '../../core/accounts.ts';
import type { KrakenContext } from '../context.ts';
import { type Answer, done, ERRORS, refused } from '../errors.ts';
import { type Fields, textOf } from '../fields.ts';

/** The key behind `params.token`, which every private message carries. */
export function authorise(context: KrakenContext, params: Fields): Answer<PracticeKey> {
  const token = textOf(params, 'token');
  if (token === undefined) return refused('Token(s) not found');
  const nowMs = context.floor.clock.now();
  const key = context.accounts.key(context.tokens.keyOf(token, nowMs) ?? '');
  return key === undefined || keyStateAt(key, nowMs) !== 'valid' ? refused(ERRORS.invalidSession) : done(key);
}
