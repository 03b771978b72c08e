import { defineConfig } from 'vitest/config'

// `npm run dev` draws the boards from here and asks a server that runs beside it.
const server = 'http://127.0.0.1:8080'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The first browsers with light-dark(); for older ones every colour would be written three times.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
    // The server's content security policy allows neither inline scripts nor data: scripts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssMinify: true,
    rolldownOptions: {
      output: {
        // Few files: HTTP/1.1 gives a page six connections.
        codeSplitting: {
          groups: [
            { name: 'app', priority: 2,
              test: /node_modules|locales.en|src.(ui|charts).(?!flow|funnel|paths|heat_map|curve|journey_map|shortcuts|tabs|choices|answer_frame|measured_bars|cohort_drawing|lazy|node_actions)|src.\w+\.ts|src.app|src.style.(?!heat)/ },
            { name: 'journeys', priority: 1, test: /src.(charts.flow|ui.journey_map)/ },
            { name: 'parts', priority: 1, test: /src.ui.(tabs|choices|answer_frame|measured_bars|funnel_drawing)|charts.funnel|pages.journey.(part|page)\b/ },
          ],
        },
      },
    },
  },
  css: {
    modules: {
      // Names that say where they come from. Unlike hashes they also compress; files have unique names.
      generateScopedName: (local, file) => `${file.replace(/^.*[\\/]|\.module\.css.*$/g, '')}_${local}`,
    },
  },
  // The page's own address stays in the request: the server refuses what another page asks.
  // Tests compare words with those of the engine, which stands beside this folder.
  server: { proxy: { '/v1': { target: server, changeOrigin: false }, '/healthz': server }, fs: { allow: ['..'] } },
  test: { environment: 'happy-dom', include: ['tests/**/*.test.{ts,tsx}'] },
})
