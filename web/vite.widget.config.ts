import { defineConfig } from 'vite'

// The survey widget: one classic script without imports, for the pages of other sites.
export default defineConfig({
  publicDir: false,
  build: {
    target: ['chrome111', 'edge111', 'firefox115', 'safari16.4'],
    emptyOutDir: false,
    lib: { entry: 'src/widget/widget.ts', formats: ['iife'], name: 'sojournWidget', fileName: () => 'widget.js' },
  },
})
