/**
 * What `import electron from 'electron'` gives. It is handed to the functions that need it, so that each of them can be
 * proved under a recording stand-in; only `main.ts` imports it.
 */
export type ElectronApi = typeof import('electron');
