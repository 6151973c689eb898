import type { Clock, Disposer } from '../ports.ts';
import type { Troubles } from '../troubles.ts';

const LOOK_MS = 1_000;
/** A wall clock that NTP slews moves by less than this within a second. */
const STEP_MS = 2_000;
/** A message about it is of use for so long. */
const TOLD_MS = 600_000;

/**
 * Looks once a second whether wall and monotonic time have parted: somebody set the clock, or the machine slept (a
 * sleeping laptop may deliver no event). Limits and signatures do not follow the wall clock, but the exchange clocks are
 * measured anew and the user is told. `wasAsleep`: the system itself told of a sleep just now. Returns what stops it.
 */
export function watchClock(
  clock: Clock,
  troubles: Pick<Troubles, 'tellLatest'>,
  onStep: () => void,
  wasAsleep: () => boolean = () => false,
): Disposer {
  let gapMs = clock.now() - clock.monotonic();
  let cancel = clock.wakeAt(clock.monotonic() + LOOK_MS, look);

  function look(): void {
    const nextGapMs = clock.now() - clock.monotonic();
    const movedMs = nextGapMs - gapMs;
    gapMs = nextGapMs;
    if (Math.abs(movedMs) >= STEP_MS) {
      const code = movedMs > 0 && wasAsleep() ? 'slept' : 'clock-stepped';
      troubles.tellLatest({ severity: 'notice', code, detail: `${Math.round(movedMs / 1_000)}` }, TOLD_MS);
      onStep();
    }
    cancel = clock.wakeAt(clock.monotonic() + LOOK_MS, look);
  }

  return () => cancel();
}
