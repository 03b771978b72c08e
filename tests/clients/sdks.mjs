// The server-side SDKs as their own documentation sets them up, each behind the same few words: the six calls, a plain
// event, and an end that waits until all is sent.
import { createRequire } from 'node:module'
import { Analytics as Segment } from '@segment/analytics-node'
import { PostHog } from 'posthog-node'

const require = createRequire(import.meta.url)
const Rudder = require('@rudderstack/rudder-sdk-node')
const snowplow = require('@snowplow/node-tracker')

export const when = new Date('2020-02-03T04:05:06.789Z')

function segment(address, key) {
  const client = new Segment({ writeKey: key, host: address, flushInterval: 200, maxRetries: 5 })
  client.on('error', () => {})  // Told again by what is missing.
  return {
    six() {
      client.identify({ userId: 'anna', traits: { email: 'Anna@Example.com', plan: 'pro', address: { city: 'Delft' } }, timestamp: when })
      client.track({ userId: 'anna', event: 'Order Completed', timestamp: when,
        properties: { order_id: 'o-1', total: 12.5, currency: 'EUR', coupon: 'SPRING' } })
      client.page({ anonymousId: 'cookie-1', name: 'Prices', properties: { path: '/prices' }, timestamp: when })
      client.screen({ userId: 'anna', name: 'Home', properties: { tab: 'offers' }, timestamp: when })
      client.group({ userId: 'anna', groupId: 'acme', traits: { size: 12 }, timestamp: when })
      client.alias({ userId: 'anna', previousId: 'cookie-1', timestamp: when })
    },
    track: (name, properties = {}) => client.track({ userId: 'anna', event: name, properties }),
    end: () => client.closeAndFlush({ timeout: 60_000 }),
  }
}

function rudder(address, key) {
  const client = new Rudder(key, { dataPlaneUrl: address, flushInterval: 200, maxFlushInterval: 200, logLevel: 'error', errorHandler() {} })
  return {
    six() {
      client.identify({ userId: 'anna', traits: { email: 'Anna@Example.com', plan: 'pro', address: { city: 'Delft' } }, timestamp: when })
      client.track({ userId: 'anna', event: 'Order Completed', timestamp: when,
        properties: { order_id: 'o-1', total: 12.5, currency: 'EUR', coupon: 'SPRING' } })
      client.page({ anonymousId: 'cookie-1', name: 'Prices', properties: { path: '/prices' }, timestamp: when })
      client.screen({ userId: 'anna', name: 'Home', properties: { tab: 'offers' }, timestamp: when })
      client.group({ userId: 'anna', groupId: 'acme', traits: { size: 12 }, timestamp: when })
      client.alias({ userId: 'anna', previousId: 'cookie-1', timestamp: when })
    },
    track: (name, properties = {}) => client.track({ userId: 'anna', event: name, properties }),
    end: () => new Promise(resolve => client.flush(() => resolve())),
  }
}

function posthog(address, key, options = {}) {
  const client = new PostHog(key, { host: address, flushAt: 20, flushInterval: 200, fetchRetryDelay: 300, ...options })
  client.on?.('error', () => {})
  return {
    six() {
      client.identify({ distinctId: 'anna', properties: { $set: { email: 'Anna@Example.com', plan: 'pro' }, $set_once: { first_plan: 'free' } } })
      client.capture({ distinctId: 'anna', event: 'order paid', timestamp: when,
        properties: { order_id: 'o-1', revenue: 12.5, currency: 'EUR', coupon: 'SPRING' } })
      client.capture({ distinctId: 'anna', event: '$pageview', timestamp: when, properties: { $current_url: 'https://shop.test/prices', $pathname: '/prices' } })
      client.capture({ distinctId: 'anna', event: '$screen', timestamp: when, properties: { $screen_name: 'Home' } })
      client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { size: 12 } })
      client.alias({ distinctId: 'anna', alias: 'cookie-1' })
    },
    track: (name, properties = {}) => client.capture({ distinctId: 'anna', event: name, properties }),
    end: () => client.shutdown(60_000),
  }
}

function snow(address, key, eventMethod = 'post') {
  const tracker = snowplow.newTracker(
    { namespace: 'shop', appId: key, encodeBase64: true },
    { endpoint: address, eventMethod, bufferSize: 1, retryFailedRequests: true, customHeaders: {} })
  tracker.setUserId('anna')
  const at = { type: 'ttm', value: when.getTime() }
  return {
    six() {
      tracker.track(snowplow.buildPageView({ pageUrl: 'https://shop.test/prices', pageTitle: 'Prices', referrer: 'https://search.test/' }), [], at)
      tracker.track(snowplow.buildStructEvent({ category: 'shop', action: 'add-to-basket', label: 'lamp', property: 'blue', value: 2.5 }), [], at)
      tracker.track(snowplow.buildSelfDescribingEvent({ event: { schema: 'iglu:com.acme/trial_started/jsonschema/1-0-0', data: { plan: 'pro', days: 14 } } }),
        [{ schema: 'iglu:com.acme/user/jsonschema/1-0-0', data: { tier: 'gold' } }], at)
    },
    track: (name, properties = {}) => tracker.track(
      snowplow.buildSelfDescribingEvent({ event: { schema: `iglu:com.acme/${name}/jsonschema/1-0-0`, data: properties } })),
    // What could not be sent goes with what comes next, or with the next flush.
    async end() {
      for (let n = 0; n < 3; ++n) {
        await tracker.flush()
        await new Promise(resolve => setTimeout(resolve, 300))
      }
    },
  }
}

export const sdks = {
  'analytics-node': segment,
  'rudder-sdk-node': rudder,
  'posthog-node': posthog,
  'posthog-node, newer protocol': (address, key) => {
    process.env.POSTHOG_CAPTURE_MODE = 'v1'
    try { return posthog(address, key) } finally { delete process.env.POSTHOG_CAPTURE_MODE }
  },
  'snowplow node-tracker': snow,
  'snowplow node-tracker, GET': (address, key) => snow(address, key, 'get'),
}
