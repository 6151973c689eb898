import type { SecretStoreState } from '../../../shared/model/vault.ts';
import type { Random } from '../ports.ts';
import type { Caller } from './guarded-store-caller.ts';
import type { Trouble } from './guarded-store-ports.ts';
import { isSame } from './guarded-store-items.ts';
import { Secret } from './secret.ts';

/** An item of no worth whose presence proves that the store is open; no key can have this name. */
export const CANARY = 'headroom-canary';

export interface Finding {
  readonly state: SecretStoreState;
  readonly detail: string | null;
  /** What the canary holds; null where there is none. */
  readonly canary: string | null;
  /** False: another look might put a question before somebody who has just answered one. */
  readonly mayLookAgain: boolean;
}

const LOCKED_DETAIL = 'The keychain is locked.';
const TOKEN_BYTES = 16;

export function findingOf(trouble: Trouble, caller: Caller): Finding {
  const { detail } = trouble;
  const state = trouble.state === 'failed' ? 'denied' : trouble.state;
  const mayLookAgain = state === 'stalled' || (state === 'locked' && !caller.mayHaveAsked);
  return { state, detail, canary: null, mayLookAgain };
}

/** A locked keyring answers "nothing there", so nothing is believed missing before the canary was read. */
export function lockedFinding(caller: Caller): Finding {
  return findingOf({ kind: 'trouble', state: 'locked', detail: LOCKED_DETAIL }, caller);
}

/** Finds out what state the store is in, with as few calls, and so as few questions to its user, as will do. */
export async function look(caller: Caller, random: Random, isCanaryKnown: boolean): Promise<Finding> {
  const got = await caller.get(CANARY);
  if (got.kind === 'trouble') return findingOf(got, caller);
  if (got.kind === 'value') return ready(got.value.use((text) => text));
  if (!caller.raw.hidesLock) return ready(null);
  // The known canary was searched for, somebody was asked to unlock and did not: asking again would be rude.
  if (isCanaryKnown && caller.mayHaveAsked) return lockedFinding(caller);
  return plantCanary(caller, random);
}

async function plantCanary(caller: Caller, random: Random): Promise<Finding> {
  const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('hex');
  const planted = new Secret(token);
  const done = await caller.set(CANARY, planted);
  if (done.kind === 'trouble') return findingOf(done, caller);
  const back = await caller.get(CANARY);
  if (back.kind === 'trouble') return findingOf(back, caller);
  return back.kind === 'value' && isSame(back.value, planted) ? ready(token) : lockedFinding(caller);
}

function ready(canary: string | null): Finding {
  return { state: 'ready', detail: null, canary, mayLookAgain: false };
}
