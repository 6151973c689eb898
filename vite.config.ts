import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { bundledLicences } from './scripts/bundled-licences.ts';

/** Shared by the first screen and the charts: kept apart, or it would be pulled in with the charts. */
const BASE_PACKAGES = /node_modules\/(?:react|react-dom|scheduler|clsx|zustand|zod|i18next|@mantine|@floating-ui)\//;

/** Drawn after first paint: nothing the first screen's figures need may end up in here. */
const CHART_PACKAGES =
  /node_modules\/(?:recharts|@reduxjs|react-redux|immer|reselect|victory-vendor|d3-[a-z-]+|es-toolkit|decimal\.js-light|eventemitter3|internmap|use-sync-external-store|tiny-invariant|redux|redux-thunk)\//;

export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: false,
  plugins: [react(), bundledLicences(import.meta.dirname)],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    assetsInlineLimit: 0,
    // The polyfill would be one more script; every browser we serve knows the link.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'base', test: BASE_PACKAGES, priority: 2 },
            { name: 'charts', test: CHART_PACKAGES, priority: 1 },
          ],
        },
      },
    },
  },
});
