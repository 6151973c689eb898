import type { Page } from 'playwright-core';

export interface FrameTimes {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** Times between the frames of `ms` milliseconds; `byPx` scrolls the element so far in every frame. */
export async function frameTimes(page: Page, selector: string, ms: number, byPx: number): Promise<FrameTimes> {
  const times = await page.evaluate(
    ([css, length, step]) =>
      new Promise<number[]>((resolve) => {
        const element = document.querySelector(css);
        const found: number[] = [];
        let lastMs = performance.now();
        const endMs = lastMs + length;
        const frame = (nowMs: number): void => {
          found.push(nowMs - lastMs);
          lastMs = nowMs;
          if (step !== 0) element?.scrollBy(0, step);
          if (nowMs < endMs) requestAnimationFrame(frame);
          else resolve(found.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    [selector, ms, byPx] as const,
  );
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), count: times.length };
}
