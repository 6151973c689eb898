/** The kill switch, whatever lies over the page. */
export const HALT_KEYS = 'mod+shift+h';
