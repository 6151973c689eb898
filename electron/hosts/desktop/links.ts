import type { ElectronApi } from './electron-api.ts';

/** Every page outside Headroom that it can open. Who wants one names it; no address is ever passed in. */
export const LINKS = {
  'binance-keys': 'https://www.binance.com/en/my/settings/api-management',
  'binance-docs': 'https://developers.binance.com/docs/binance-spot-api-docs/rest-api',
  'okx-keys': 'https://www.okx.com/account/my-api',
  'okx-docs': 'https://www.okx.com/docs-v5/en/',
  'kraken-keys': 'https://pro.kraken.com/app/settings/api',
  'kraken-docs': 'https://docs.kraken.com/api/',
} as const;

export type LinkId = keyof typeof LINKS;

/** Own names only: `constructor` and its like are no links. */
export function isLinkId(text: string): text is LinkId {
  return Object.hasOwn(LINKS, text);
}

/** Opens a known page in the system's browser. False: there is no such link, or no browser. */
export async function openLink({ shell }: Pick<ElectronApi, 'shell'>, id: string): Promise<boolean> {
  if (!isLinkId(id)) return false;
  try {
    await shell.openExternal(LINKS[id]);
    return true;
  } catch {
    return false;
  }
}
