// The browser SDKs: their files as npm has them, and how a page sets them up. `start` and `six` are run inside the page.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules')
const script = path => readFileSync(join(modules, path), 'utf8')

export const browserSdks = {
  'analytics-next': {
    script: script('@segment/analytics-next/dist/umd/index.js'),
    start: ({ address, key }) => {
      window.sdk = window.AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: address })
      return window.sdk.then(() => {})
    },
    six: when => {
      const at = { timestamp: new Date(when) }
      return Promise.all([
        window.sdk.page('Shop', 'Prices', { path: '/prices' }, at),
        window.sdk.track('Order Completed', { order_id: 'o-1', total: 12.5, currency: 'EUR', coupon: 'SPRING' }, at),
        window.sdk.screen('Home', { tab: 'offers' }, at),
        window.sdk.identify('anna', { email: 'Anna@Example.com', plan: 'pro' }, at),
        window.sdk.group('acme', { size: 12 }, at),
        window.sdk.alias('anna', 'anna-before', at),
        window.sdk.alias('anna', undefined, at),  // Goes out as anna being anna: nothing is to become of it.
      ]).then(() => {})
    },
    track: name => window.sdk.track(name, { n: 1 }).then(() => {}),
    expected: {
      page: { touchpoint: 'page view', channel: 'web', properties: { page: 'Prices', category: 'Shop', path: '/prices' } },
      track: { touchpoint: 'purchase', order: 'o-1', amount: '12.5000', currency: 'EUR', properties: { coupon: 'SPRING' } },
      screen: { touchpoint: 'screen view', channel: 'app', properties: { tab: 'offers' } },
      identify: { customer: 'anna', touchpoint: null, properties: { plan: 'pro' } },
      group: { touchpoint: null, properties: { 'account.size': 12 } },
    },
    alias: 'anna-before',
  },

  'rudder analytics-js': {
    script: script('@rudderstack/analytics-js/dist/npm/legacy/bundled/umd/index.js'),
    start: ({ address, key }) => new Promise(resolve => {
      const Made = window.rudderanalytics.RudderAnalytics ?? window.rudderanalytics
      window.sdk = new Made()
      window.sdk.load(key, address, {
        configUrl: address, polyfillIfRequired: false, sendAdblockPage: false, onLoaded: () => resolve(),
        queueOptions: { minRetryDelay: 200 }, storage: { encryption: { version: 'legacy' } } })
    }),
    six: when => {
      const at = { originalTimestamp: new Date(when).toISOString() }
      window.sdk.page('Shop', 'Prices', { path: '/prices' }, at)
      window.sdk.track('Order Completed', { order_id: 'o-1', total: 12.5, currency: 'EUR', coupon: 'SPRING' }, at)
      window.sdk.identify('anna', { email: 'Anna@Example.com', plan: 'pro' }, at)
      window.sdk.group('acme', { size: 12 }, at)
      window.sdk.alias('anna', 'anna-before', at)
    },
    track: name => { window.sdk.track(name, { n: 1 }) },
    expected: {
      page: { touchpoint: 'page view', channel: 'web', properties: { page: 'Prices', category: 'Shop', path: '/prices' } },
      track: { touchpoint: 'purchase', order: 'o-1', amount: '12.5000', currency: 'EUR', properties: { coupon: 'SPRING' } },
      identify: { customer: 'anna', touchpoint: null, properties: { plan: 'pro' } },
      group: { touchpoint: null, properties: { 'account.size': 12 } },
    },
    alias: 'anna-before',
  },

  'posthog-js': {
    script: script('posthog-js/dist/array.full.no-external.js'),
    start: ({ address, key }) => new Promise(resolve => {
      window.posthog.init(key, {
        api_host: address, autocapture: false, capture_pageview: false, capture_pageleave: false, opt_out_useragent_filter: true,
        disable_session_recording: true, request_batching: false, loaded: sdk => { window.sdk = sdk; resolve() } })
    }),
    six: when => {
      const at = { timestamp: new Date(when) }
      window.sdk.capture('$pageview', { $pathname: '/prices' }, at)
      window.sdk.capture('$screen', { $screen_name: 'Home' }, at)
      window.sdk.capture('order paid', { order_id: 'o-1', revenue: 12.5, currency: 'EUR', coupon: 'SPRING' }, at)
      window.sdk.identify('anna', { email: 'Anna@Example.com', plan: 'pro' }, { first_plan: 'free' })
      window.sdk.group('company', 'acme', { size: 12 })
      window.sdk.alias('anna-before', 'anna')
    },
    track: name => { window.sdk.capture(name, { n: 1 }) },
    expected: {
      page: { touchpoint: 'page view', channel: 'web', properties: { path: '/prices' } },
      screen: { touchpoint: 'screen view', properties: { screen: 'Home' } },
      track: { touchpoint: 'order paid', order: 'o-1', amount: '12.5000', currency: 'EUR', properties: { coupon: 'SPRING' } },
      identify: { customer: 'anna', touchpoint: null, properties: { plan: 'pro', first_plan: 'free' } },
      group: { touchpoint: null, properties: { 'account.size': 12 } },
    },
    alias: 'anna-before',
  },
}
