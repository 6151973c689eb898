import type { Capabilities } from '../../../shared/model/host.ts';

/** What this host can do here; the engine adds where secrets are kept. */
export function capabilitiesOf(shell: {
  readonly hasTray: boolean;
  readonly hasNotifications: boolean;
  readonly canUnlock: boolean;
}): Capabilities {
  return {
    host: 'desktop',
    tray: shell.hasTray,
    notifications: shell.hasNotifications,
    secretStore: 'memory',
    practice: true,
    openFolder: true,
    ...(shell.canUnlock ? { systemUnlock: true } : {}),
  };
}
