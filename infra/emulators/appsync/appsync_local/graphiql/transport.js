// An API's two doors: queries and mutations by HTTP, subscriptions by AppSync's realtime protocol.
import { signed } from './signing.js'

const JSON_HEADERS = {
  accept: 'application/json, text/javascript',
  'content-encoding': 'amz-1.0',
  'content-type': 'application/json; charset=UTF-8',
}
const FIRST = 10_000 // milliseconds until the connection must stand

/** Return the headers that carry an identity with a body to a path; `extra` are signed with it where it signs. */
async function credentials(identity, path, body, extra) {
  if (identity.mode === 'API_KEY') return { 'x-api-key': identity.apiKey }
  if (identity.mode !== 'AWS_IAM') return { authorization: identity.token }
  return signed(identity, { host: location.host, path, body, headers: extra })
}

/** Answer a query or mutation; what the server refuses is an answer with errors. */
export async function ask(path, identity, question) {
  const body = JSON.stringify(question)
  const type = { 'content-type': 'application/json' }
  try {
    const { host: _, ...headers } = await credentials(identity, path, body, type)
    const answer = await fetch(path, { method: 'POST', body, headers: { ...identity.headers, ...type, ...headers } })
    return await answer.json()
  } catch (error) {
    return { errors: [{ message: `It could not be asked: ${error.message}` }] }
  }
}

const encoded = (object) =>
  btoa(unescape(encodeURIComponent(JSON.stringify(object)))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** Subscribe on a socket of its own; `listener` gets each payload, an end and a failure. Returns how to stop. */
export function listen(path, identity, question, listener) {
  let socket = null
  let over = false
  const id = '1' // the only one of its socket
  const end = (error) => {
    if (over) return
    over = true
    if (error) listener.error(error)
    else listener.complete()
    socket?.close(1000)
  }
  const say = (message) => socket.send(JSON.stringify(message))
  const start = async () => {
    const data = JSON.stringify({ query: question.query, variables: question.variables, operationName: question.operationName })
    const own = await credentials(identity, path, data, JSON_HEADERS)
    const authorization = { ...identity.headers, host: location.host, ...own }
    say({ id, type: 'start', payload: { data, extensions: { authorization } } })
  }
  const open = async () => {
    const header = { host: location.host, ...(await credentials(identity, `${path}/connect`, '{}', JSON_HEADERS)) }
    if (over) return
    const url = new URL(`${path}/realtime`, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    socket = new WebSocket(url, ['graphql-ws', `header-${encoded(header)}`])
    const late = setTimeout(() => end(failure('The realtime connection took too long.')), FIRST)
    socket.onopen = () => say({ type: 'connection_init' })
    socket.onclose = ({ code }) => end(failure(`The connection was closed (${code}).`))
    socket.onmessage = ({ data }) => {
      const { type, payload } = JSON.parse(data)
      if (type === 'connection_ack') {
        clearTimeout(late)
        void start()
      } else if (type === 'start_ack') listener.started()
      else if (type === 'data') listener.next(payload)
      else if (type === 'complete') end()
      else if (type === 'error' || type === 'connection_error') end(failure('', [payload.errors].flat()))
    }
  }
  open().catch((error) => end(failure(error.message)))
  return () => {
    over = true
    if (socket?.readyState === WebSocket.OPEN) say({ id, type: 'stop' })
    socket?.close(1000)
  }
}

const failure = (message, errors = [{ message }]) => ({ errors })
