// The page is one file: scripts and styles stand inside it. The run's data goes where @RUN@
// is, when `nametag show` writes the page.
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

export default defineConfig({
  plugins: [viteSingleFile({ removeViteModuleLoader: true })],
  build: { outDir: '../build/page', emptyOutDir: true, target: 'es2022', minify: true },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
