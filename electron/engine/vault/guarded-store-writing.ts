import type { Caller } from './guarded-store-caller.ts';
import { type Head, isSame, nextGeneration, readHead, secondName, twoItems, wholeItem } from './guarded-store-items.ts';
import type { RawDone, RawRead, Trouble } from './guarded-store-ports.ts';
import type { Turn } from './guarded-store-turns.ts';
import type { Secret } from './secret.ts';

export interface Writing {
  readonly caller: Caller;
  readonly turn: Turn;
  readonly name: string;
  /** A read whose "nothing there" can be believed. */
  readonly surely: (name: string) => Promise<RawRead>;
}

const LATE: Trouble = { kind: 'trouble', state: 'failed', detail: 'The store took too long; the write was given up.' };
const CHANGED: Trouble = { kind: 'trouble', state: 'failed', detail: 'The store did not give back what it took.' };

/**
 * Puts a value under a name so that whoever reads at any moment, also after a kill, finds the old value or the new
 * one: the item under the name is the switch, and it is thrown last.
 */
export async function putValue(writing: Writing, value: Secret): Promise<RawDone> {
  const whole = value.use(wholeItem);
  const old = whole === null ? await writing.surely(writing.name) : await writing.caller.get(writing.name);
  if (old.kind === 'trouble') return old;
  const oldHead = old.kind === 'none' ? null : readHead(old.value);
  const done = whole === null ? await putTwo(writing, value, oldHead) : await putItem(writing, writing.name, whole);
  if (done.kind === 'trouble') return done;
  return clearOld(writing, oldHead);
}

async function putTwo(writing: Writing, value: Secret, old: Head | null): Promise<RawDone> {
  const generation = nextGeneration(old);
  const { first, second } = value.use((text) => twoItems(text, generation));
  const done = await putItem(writing, secondName(writing.name, generation), second);
  return done.kind === 'trouble' ? done : putItem(writing, writing.name, first);
}

// A caller that has been told "stalled" must not find the value changed by calls that began after that.
async function putItem({ caller, turn }: Writing, name: string, item: Secret): Promise<RawDone> {
  if (turn.isLate()) return LATE;
  const done = await caller.set(name, item);
  if (done.kind === 'trouble') return done;
  const back = await caller.get(name);
  if (back.kind === 'trouble') return back;
  return back.kind === 'value' && isSame(back.value, item) ? { kind: 'done' } : CHANGED;
}

// The value is safe by now: a leftover part is no failure, and goes with the key.
async function clearOld({ caller, turn, name }: Writing, old: Head | null): Promise<RawDone> {
  if (old?.kind === 'first' && !turn.isLate()) await caller.remove(secondName(name, old.generation));
  return { kind: 'done' };
}
