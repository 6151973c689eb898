import { enPages } from './en-pages.ts';
import { enShell } from './en-shell.ts';

/** Every sentence of the page. `{{name}}` is filled in; `_one` and `_other` are chosen by `count`. */
export const en = { ...enShell, ...enPages } as const;
