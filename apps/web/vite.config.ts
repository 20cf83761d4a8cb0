import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  server: {
    proxy: { '/api': { target: process.env.LOCUM_URL ?? 'http://127.0.0.1:4000', changeOrigin: true } },
  },
  build: {
    target: 'es2022',
    // A page under a strict content security policy may load no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // The contracts describe every route there is; a page carries those it calls.
      treeshake: { manualPureFunctions: ['z', 'defineRoute'] },
      // Else every icon that two pages share becomes a file of its own.
      output: { codeSplitting: { groups: [{ name: 'icons', test: /lucide-react/ }] } },
      input: { index: 'index.html', ...(process.env.LOCUM_WEB_BENCH ? { bench: 'bench/index.html' } : {}) },
    },
  },
});
