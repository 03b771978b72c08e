// A mail server on this machine that takes every letter and remembers it. It sends nothing on.
import { createServer } from 'node:net'

/** Resolves to its port, the letters that came ({ to, text }), and a way to end it. `refuse`: says no to that address. */
export async function mailSink({ refuse = '' } = {}) {
  const letters = []
  const server = createServer(connection => {
    let pending = '', letter = null, inText = false
    const say = line => connection.write(line + '\r\n')
    connection.on('error', () => { /* the other side went away */ })
    connection.on('data', bytes => {
      pending += bytes.toString('latin1')
      for (let end; (end = pending.indexOf('\r\n')) >= 0;) {
        const line = pending.slice(0, end)
        pending = pending.slice(end + 2)
        if (inText) {
          if (line !== '.') { letter.text += (line.startsWith('..') ? line.slice(1) : line) + '\n'; continue }
          inText = false
          letters.push(letter)
          say('250 taken')
        } else if (/^(EHLO|HELO)/i.test(line)) say('250 localhost')
        else if (/^MAIL FROM/i.test(line)) { letter = { to: [], text: '' }; say('250 ok') }
        else if (/^RCPT TO/i.test(line)) {
          const to = /<([^>]*)>/.exec(line)?.[1] ?? ''
          if (to === refuse) say('550 nobody of that name')
          else { letter.to.push(to); say('250 ok') }
        } else if (/^DATA/i.test(line)) { inText = true; say('354 go on') }
        else if (/^QUIT/i.test(line)) { say('221 bye'); connection.end() }
        else say('250 ok')
      }
    })
    say('220 localhost')
  })
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  return { port: server.address().port, letters, stop: () => new Promise(done => { server.close(done) }) }
}
