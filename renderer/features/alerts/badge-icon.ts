/** What the drawing of the tab's icon tells beside the count. */
export type IconState = 'calm' | 'held' | 'halted' | 'lost';

const DRAWINGS: Readonly<Record<IconState, string>> = {
  calm: '<path d="M8 6v20M24 6v20" stroke="#e4e9ec" stroke-width="3.4" stroke-linecap="round"/><path d="M8 20h16v6H8z" fill="#4aa3df"/>',
  held: '<path d="M8 6v20M24 6v20" stroke="#e4e9ec" stroke-width="3.4" stroke-linecap="round"/><path d="M8 13h16v13H8z" fill="#e0bd55"/><path d="M13 17v6M18 17v6" stroke="#15191c" stroke-width="2.6"/>',
  halted:
    '<path d="M8 6v20M24 6v20" stroke="#e4e9ec" stroke-width="3.4" stroke-linecap="round"/><path d="M8 9h16v17H8z" fill="#ff7d7d"/>',
  lost: '<path d="M8 6v20M24 6v20" stroke="#8b979f" stroke-width="3.4" stroke-linecap="round"/><path d="M12 12l8 8M20 12l-8 8" stroke="#8b979f" stroke-width="3" stroke-linecap="round"/>',
};

/** The tab's icon with a count over its corner, as an address the content policy lets an image have. */
export function badgeIcon(state: IconState, count: number, isGrave: boolean): string {
  const label = count > 9 ? '9+' : String(count);
  const drawing = [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    '<rect width="32" height="32" rx="7" fill="#15191c"/>',
    DRAWINGS[state],
    `<circle cx="21.5" cy="10.5" r="10.5" fill="${isGrave ? '#ff7d7d' : '#e0bd55'}"/>`,
    `<text x="21.5" y="${label.length > 1 ? 15 : 16}" font-family="sans-serif" font-weight="700"`,
    ` font-size="${label.length > 1 ? 12 : 15}" text-anchor="middle" fill="#15191c">${label}</text></svg>`,
  ].join('');
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}
