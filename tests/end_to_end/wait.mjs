// How the tests wait: for what they assert, as long as it takes, and never for a time.
import assert from 'node:assert/strict'

/** SOJOURN_TEST_SLOW=6: every page computes six times slower, as on a busy machine. */
export const slow = Math.max(1, Number(process.env.SOJOURN_TEST_SLOW) || 1)
/** How long anything that is waited for may take, in ms. Nothing sleeps that long: it is only when a test gives up. */
export const patience = 30_000 * slow

const pause = ms => new Promise(resolve => setTimeout(resolve, ms))

/**
 * Reads until what was read is as it is to be, and returns it: a value that is deeply equal, a text that matches a pattern, or
 * what a function says yes to. After `ms` it fails with what was read last.
 */
export async function until(read, wanted, what = 'what was waited for', ms = patience) {
  for (const end = Date.now() + ms; ;) {
    let fault
    try {
      const got = await read()
      if (typeof wanted === 'function') assert.ok(wanted(got), `${what}: ${JSON.stringify(got)}`)
      else if (wanted instanceof RegExp) assert.match(got, wanted)
      else assert.deepEqual(got, wanted)
      return got
    } catch (error) {
      fault = error  // Also of a page that is being left just now.
    }
    if (Date.now() > end) {
      fault.message = `${what}, after ${ms / 1000} s: ${fault.message}`
      throw fault
    }
    await pause(50)
  }
}
