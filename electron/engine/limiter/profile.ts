/** Points of a window at which the spend of others is remembered. */
const BINS = 20;
/** The part of a window over which its present rate is taken. */
const LATELY = 0.25;

/** What others had spent by each point of one window, 0 at its start. Never empty, never falling. */
export type Profile = readonly number[];

/** What others had spent by the phase (0 … 1), by the profile. */
export function spentBy(profile: Profile, phase: number): number {
  const place = Math.min(BINS, Math.max(0, phase * BINS));
  const bin = Math.floor(place);
  const low = profile[bin] ?? 0;
  const high = profile[bin + 1] ?? low;
  return low + (high - low) * (place - bin);
}

export function totalOf(profile: Profile): number {
  return profile[BINS] ?? 0;
}

/** The profile of the window that runs, drawn from reading to reading. */
export class ProfileLine {
  #bins: number[] = [0];
  #phase = 0;
  #value = 0;

  /** The others had spent `value` by the phase; neither ever falls. */
  drawTo(phase: number, value: number): void {
    const bins = Math.floor(phase * BINS);
    const span = phase - this.#phase;
    for (let bin = this.#bins.length; bin <= bins; bin += 1) {
      const share = span <= 0 ? 1 : Math.min(1, Math.max(0, bin / BINS - this.#phase) / span);
      this.#bins.push(this.#value + (value - this.#value) * share);
    }
    this.#phase = phase;
    this.#value = value;
  }

  /** What came in a whole window at the rate of late; 0 while nothing was drawn. */
  get lateRate(): number {
    const from = Math.max(0, this.#phase - LATELY);
    const span = this.#phase - from;
    return span <= 0 ? 0 : (this.#value - spentBy(this.#bins, from)) / span;
  }

  /** The finished profile; the line starts anew. */
  finish(value: number): Profile {
    this.drawTo(1, Math.max(value, this.#value));
    const profile = this.#bins;
    this.restart();
    return profile;
  }

  restart(): void {
    this.#bins = [0];
    this.#phase = 0;
    this.#value = 0;
  }
}
