/** Where a run takes place: real time, or virtual time in which nothing but the run itself passes. */
export interface World {
  /** What is left when a run ends is gone: no timer of it fires any more. */
  readonly isVirtual: boolean;
  /** Epoch ms. */
  nowMs(): number;
  /** Calls back when the time has come. */
  at(epochMs: number, action: () => void): void;
  /** Resolves when that time has come and all that was due before is done. */
  runTo(epochMs: number): Promise<void>;
}

export const realWorld: World = {
  isVirtual: false,
  nowMs: () => Date.now(),
  at: (epochMs, action) => void setTimeout(action, Math.max(0, epochMs - Date.now())),
  runTo: (epochMs) => new Promise((resolve) => setTimeout(resolve, Math.max(0, epochMs - Date.now()))),
};
