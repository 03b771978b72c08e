// Stands between a client and the server and makes trouble as planned: one word a request, the last one for all others.
//
//   'pass'                     as it is
//   { status, headers }        answers so itself; the server never sees the request
//   'cut'                      the server stores it, the client's socket is cut before the reply
//   { wait: ms }               holds the request so long, then passes it on
import http from 'node:http'

export async function between(server, plan) {
  const seen = []
  const proxy = http.createServer((request, response) => {
    const parts = []
    request.on('data', part => parts.push(part))
    request.on('end', async () => {
      if (request.method === 'OPTIONS' || request.method === 'GET') return forward(request, Buffer.concat(parts), response)
      const step = plan[Math.min(seen.length, plan.length - 1)]
      seen.push({ at: Date.now(), url: request.url, bytes: Buffer.concat(parts) })
      if (step.status) {
        response.writeHead(step.status, step.headers)
        return response.end()
      }
      if (step.wait) await new Promise(resolve => setTimeout(resolve, step.wait))
      forward(request, Buffer.concat(parts), response, step === 'cut')
    })
  })
  function forward(request, body, response, cut = false) {
    const headers = { ...request.headers, 'content-length': body.length }
    delete headers['transfer-encoding']
    delete headers.expect
    const onward = http.request(server.address + request.url, { method: request.method, headers }, reply => {
      if (cut) {
        reply.resume()
        return reply.on('end', () => request.socket.destroy())
      }
      response.writeHead(reply.statusCode, reply.headers)
      reply.pipe(response)
    })
    onward.on('error', () => response.destroy())
    onward.end(body)
  }
  await new Promise(resolve => proxy.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${proxy.address().port}`,
    seen,
    close: () => new Promise(resolve => { proxy.close(resolve); proxy.closeAllConnections() }),
  }
}
