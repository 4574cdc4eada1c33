// The site's own transport, built from its source: subscribes in each mode of its task, prints what it hears, sends the mutations it is told.
import { createRequire } from 'node:module'
import { listen, say, task } from '../talk.mjs'

const frontend = new URL('../../../frontend/', import.meta.url)
const require = createRequire(new URL('package.json', frontend))
const { build } = await import(require.resolve('vite'))

async function built(source) {
  const entry = new URL(source, frontend).pathname
  const lib = { entry, formats: ['es'], fileName: 'built' }
  const [{ output }] = await build({ configFile: false, logLevel: 'silent', publicDir: false, build: { write: false, minify: false, lib } })
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
}

const { Realtime } = await built('src/shared/appsync/realtime.ts')
const { executeRequest } = await built('src/shared/appsync/http.ts')

const { modes, url, key, jwt, authToken, subscription, mutation, variables } = task
const headers = { apiKey: { 'x-api-key': key }, userPool: { Authorization: jwt }, lambda: { Authorization: authToken } }
const credentials = (mode) => async () => headers[mode]

for (const mode of modes) {
  const realtime = new Realtime({ graphqlUrl: url, credentials: credentials(mode), socket: require('ws').WebSocket })
  realtime.subscribe(
    { query: subscription, variables },
    {
      next: ({ data }) => say({ mode, data }),
      error: ({ message, problems }) => say({ mode, error: { message, errors: problems } }),
      complete: () => say({ mode, complete: true }),
    },
  )
}

listen(async (mode, given) => {
  const answer = await executeRequest(url, credentials(mode), { query: mutation, variables: given })
  if (answer.errors) throw answer
  return answer
})
