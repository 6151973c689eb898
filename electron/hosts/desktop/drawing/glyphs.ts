/** calm, warm, hot: how full the tightest limit is · held: calls wait, or a gate is closed · halted: no order leaves. */
export const trayStates = ['calm', 'warm', 'hot', 'held', 'halted'] as const;
export type TrayState = (typeof trayStates)[number];

/** Units of a side of the square they are drawn on. */
export const GLYPH_BOX = 16;

// A quarter of a circle as a curve: 4/3 (√2 − 1).
const ROUND = 0.5523;

function circle(x: number, y: number, radius: number): string {
  const arm = radius * ROUND;
  return [
    `M${x - radius} ${y}`,
    `C${x - radius} ${y - arm} ${x - arm} ${y - radius} ${x} ${y - radius}`,
    `C${x + arm} ${y - radius} ${x + radius} ${y - arm} ${x + radius} ${y}`,
    `C${x + radius} ${y + arm} ${x + arm} ${y + radius} ${x} ${y + radius}`,
    `C${x - arm} ${y + radius} ${x - radius} ${y + arm} ${x - radius} ${y}Z`,
  ].join('');
}

/** The lower half of a disc. */
function halfDisc(x: number, y: number, radius: number): string {
  const arm = radius * ROUND;
  return [
    `M${x - radius} ${y}H${x + radius}`,
    `C${x + radius} ${y + arm} ${x + arm} ${y + radius} ${x} ${y + radius}`,
    `C${x - arm} ${y + radius} ${x - radius} ${y + arm} ${x - radius} ${y}Z`,
  ].join('');
}

const ring = `${circle(8, 8, 7)}${circle(8, 8, 5.25)}`;

/**
 * One outline each, told apart without colour: an empty ring, a half full one, a triangle with a mark, a disc with two
 * bars, an octagon with one. SVG path data, even-odd.
 */
export const GLYPHS: Readonly<Record<TrayState, string>> = {
  calm: ring,
  warm: `${ring}${halfDisc(8, 8, 4.25)}`,
  hot: 'M8 0.75L15.75 14.75H0.25ZM7.1 5.25H8.9V10H7.1ZM7.1 11.2H8.9V13H7.1Z',
  held: `${circle(8, 8, 7.25)}M5 4.5H7V11.5H5ZM9 4.5H11V11.5H9Z`,
  halted: 'M5 0.75H11L15.25 5V11L11 15.25H5L0.75 11V5ZM3.5 6.25H12.5V9.75H3.5Z',
};

/** A dot with a mark in it, laid over a taskbar button while somebody has to look. */
export const BADGE_GLYPH = `${circle(8, 8, 7.25)}M7 3.5H9V9.25H7ZM7 10.75H9V12.75H7Z`;
