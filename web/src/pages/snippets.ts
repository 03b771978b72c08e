// What to paste where, with the user's own address and key.
import type { NewKey } from '../api'

export interface Snippet { name: string; text: string }

export function snippetsOf(key: NewKey, origin: string): Snippet[] {
  if (key.kind === 'hook') {
    return [{ name: 'Webhook', text: origin + (key.path ?? '') }, {
      name: 'curl', text: `curl -X POST ${origin}${key.path ?? ''} -H 'content-type: application/json' --data @message.json` }]
  }
  return [
    { name: 'curl', text: `curl -u ${key.key}: ${origin}/v1/events -H 'content-type: application/json' \\
  -d '{"customer":"42","time":"${new Date().toISOString()}","channel":"web","touchpoint":"visit"}'` },
    { name: 'Segment, Node', text: `import { Analytics } from '@segment/analytics-node'
const analytics = new Analytics({ writeKey: '${key.key}', host: '${origin}' })
analytics.track({ userId: '42', event: 'Order Completed', properties: { revenue: 12.5, currency: 'EUR' } })` },
    { name: 'Segment, web', text: `import { AnalyticsBrowser } from '@segment/analytics-next'
const analytics = AnalyticsBrowser.load({ writeKey: '${key.key}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${origin.replace(/^https?:\/\//, '')}/v1', protocol: '${origin.split(':')[0]}' } } })
analytics.page()` },
    { name: 'RudderStack', text: `import RudderAnalytics from '@rudderstack/rudder-sdk-node'
const client = new RudderAnalytics('${key.key}', { dataPlaneUrl: '${origin}' })
client.track({ userId: '42', event: 'Order Completed' })` },
    { name: 'PostHog', text: `import { PostHog } from 'posthog-node'
const client = new PostHog('${key.key}', { host: '${origin}' })
client.capture({ distinctId: '42', event: 'order completed' })` },
  ]
}
