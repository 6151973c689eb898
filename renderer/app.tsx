import { createTheme, type MantineColorSchemeManager, MantineProvider } from '@mantine/core';
import { useStore } from 'zustand';
import { LinkPage } from './shell/link-page.tsx';
import { Shell } from './shell/shell.tsx';
import { type App as AppParts, AppProvider, useStores } from './stores/context.ts';

const theme = createTheme({ fontFamily: 'var(--font)', respectReducedMotion: true });

// The kit's variables and classes come from its files: a style tag made at run time would need a trusted-types policy.
// Colours follow the attribute our own theme code sets, so the kit keeps no choice of its own.
const OWN_SCHEME: MantineColorSchemeManager = {
  get: () => 'light',
  set: ignore,
  subscribe: ignore,
  unsubscribe: ignore,
  clear: ignore,
};

function ignore(): void {}

export function App({ app }: { readonly app: AppParts }) {
  return (
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      getRootElement={noElement}
      colorSchemeManager={OWN_SCHEME}
      getStyleNonce={styleNonce}
    >
      <AppProvider value={app}>
        <Face />
      </AppProvider>
    </MantineProvider>
  );
}

function Face() {
  const { link } = useStores();
  const kind = useStore(link, (state) => state.status.kind);
  if (kind === 'needs-code' || kind === 'other-version') return <LinkPage />;
  return <Shell />;
}

function noElement(): undefined {
  return undefined;
}

function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
