/** Time as the bridge uses it; tests move it by hand. */
export interface Timers {
  /** Wall time of this computer, ms. */
  now(): number;
  /** Runs once; the returned function calls it off. */
  after(ms: number, action: () => void): () => void;
  every(ms: number, action: () => void): () => void;
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  after(ms, action) {
    const id = setTimeout(action, ms);
    return () => clearTimeout(id);
  },
  every(ms, action) {
    const id = setInterval(action, ms);
    return () => clearInterval(id);
  },
};
