import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const OUT = 'dist/desktop';
/** Threads of the main process: each is a file of its own beside main.js. */
const WORKERS = globSync('electron/adapters/**/*-worker.ts');
const WORKER_ADDRESS = /new URL\('\.\/([a-z-]+)\.ts', import\.meta\.url\)/g;

/** A worker's address names its source; here it names its bundle. One that is not among the above fails the build. */
function workerAddresses(): Plugin {
  return {
    name: 'worker-addresses',
    enforce: 'pre',
    transform(code) {
      if (!WORKER_ADDRESS.test(code)) return null;
      return code.replaceAll(WORKER_ADDRESS, (_whole, name: string) => {
        if (!WORKERS.some((path) => basename(path) === `${name}.ts`))
          throw new Error(`${name}.ts is not built as a worker`);
        return `new URL('./${name}.js', import.meta.url)`;
      });
    },
  };
}

/** Main process and preload. The page is built by vite.config.ts, once for both hosts. */
export default defineConfig({
  main: {
    plugins: [workerAddresses()],
    build: {
      outDir: OUT,
      emptyOutDir: true,
      target: 'node24',
      // All of it: the archive then holds no packages whose other files could be loaded.
      externalizeDeps: false,
      rolldownOptions: {
        input: ['electron/hosts/desktop/main.ts', ...WORKERS],
        // Beside each other, since a worker is found from the file that starts it.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        // keytar carries machine code of its own, which no bundle can hold.
        external: ['electron', 'keytar', 'bufferutil', 'utf-8-validate'],
      },
    },
  },
  preload: {
    build: {
      outDir: OUT,
      emptyOutDir: false,
      target: 'node24',
      externalizeDeps: false,
      rolldownOptions: {
        input: 'electron/preload/preload.ts',
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
});
