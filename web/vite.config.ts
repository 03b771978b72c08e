import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// `npm run dev` draws the boards from here and asks a server that runs beside it.
const server = process.env.SOJOURN_SERVER ?? 'http://127.0.0.1:8080'

// What every board draws. All else in these folders is fetched when it is needed.
const late = 'flow|funnel|paths|heat_map|curve|journey_map|shortcuts|page_keys|tabs|choices|answer_frame|answer_table|answer_cells|data_table|table_parts|told|no_data|measured_bars|cohort_drawing|node_actions'
const firstVisit = new RegExp(`node_modules|locales.en.base|src.(ui|charts).(?!${late})|src.(?!further|csv)\\w+\\.ts|src.app|src.style.(?!heat)`)

/** Vite's own loader of late parts asks for what they import, and waits for their styles. So does this one, at a quarter of the size:
 *  no nonces, no addresses but our own. */
let loaded = false
const smallLoader: Plugin = {
  name: 'small-loader', apply: 'build', enforce: 'pre',
  generateBundle() { if (!loaded) this.error('Vite names its loader otherwise: the small one was not asked for') },
  load: id => id === '\0vite/preload-helper.js' && (loaded = true) ? `
const asked = {}
const fetched = href => asked[href] ??= new Promise((done, failed) => {
  const style = href.endsWith('.css')
  const link = document.createElement('link')
  if (document.querySelector('link[href="' + href + '"]')) return done()
  link.rel = style ? 'stylesheet' : 'modulepreload'
  link.href = href
  link.crossOrigin = ''
  link.onload = done
  link.onerror = () => { delete asked[href]; link.remove(); style ? failed(Error(href)) : done() }
  document.head.append(link)
  style || done()
})
export const __vitePreload = async (load, hrefs = []) => (await Promise.all(hrefs.map(href => fetched('/' + href))), load())
` : null,
}

export default defineConfig({
  plugins: [smallLoader],
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
            { name: 'app', priority: 2, test: firstVisit },
            { name: 'figures', priority: 1, test: /src.pages.(boards.(figure|standing|board_tile\.module)|tour.wanted)/ },
            { name: 'tables', priority: 1, test: /src.(further|csv|ui.(answer_table|answer_cells|data_table|table_parts))\.tsx?/ },
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
