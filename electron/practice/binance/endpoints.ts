import { accountEndpoints } from './account.ts';
import type { Endpoint, Endpoints } from './app.ts';
import { general } from './general.ts';
import { marketData } from './market-data.ts';
import { orderEndpoints } from './orders.ts';
import { sapiEndpoints } from './sapi.ts';

/** Everything the practice exchange answers over HTTP, by `METHOD /path`. */
export const endpoints: Endpoints = {
  ...general,
  ...marketData,
  ...accountEndpoints,
  ...orderEndpoints,
  ...sapiEndpoints,
};

export function endpointOf(method: string, path: string): Endpoint | undefined {
  return Object.hasOwn(endpoints, `${method} ${path}`) ? endpoints[`${method} ${path}`] : undefined;
}
