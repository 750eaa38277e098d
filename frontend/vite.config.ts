import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Connect, Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const backend = process.env['BACKEND'] ?? 'http://127.0.0.1:8000';

/** `/requests/<reference>` is one page whatever the reference; in production nginx does the same. */
function pageOfRequests(): Plugin {
  const rewrite: Connect.NextHandleFunction = (request, _response, next) => {
    if (/^\/requests\/[^/.]+\/?$/.test(request.url ?? '')) request.url = '/requests/index.html';
    next();
  };
  return {
    name: 'page-of-requests',
    configureServer: (server) => void server.middlewares.use(rewrite),
    configurePreviewServer: (server) => void server.middlewares.use(rewrite),
  };
}

const proxy = Object.fromEntries(
  ['/api', '/tiles', '/raster', '/live'].map((path) => [path, { target: backend, changeOrigin: true }]),
);

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['localStorage', 'baseLocale'],
      localStorageKey: 'topos.locale',
    }),
    svelte(),
    svelteTesting(),
    pageOfRequests(),
  ],
  build: {
    target: 'es2022',
    // No data: addresses, so that the content security policy need not allow them for fonts.
    assetsInlineLimit: 0,
    // MapLibre alone is larger than the default; it is loaded after the page.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: { map: 'index.html', request: 'requests/index.html' } },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
});
