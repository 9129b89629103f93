import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2023',
    sourcemap: false,
    // The content security policy has no room for inlined parts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The whole first load is held under 260 KB, compressed, by a test.
    chunkSizeWarningLimit: 800,
  },
});
