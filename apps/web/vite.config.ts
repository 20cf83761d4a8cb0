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
      input: { index: 'index.html', ...(process.env.LOCUM_WEB_BENCH ? { bench: 'bench/index.html' } : {}) },
    },
  },
});
