// aws-amplify, unmodified: subscribes in each mode of its task, prints what it hears, sends the mutations it is told.
// The endpoint's upper-case scheme is configuration: Amplify turns `http://` into `wss://` and leaves `HTTP://` alone.
import { Amplify } from 'aws-amplify'
import { CONNECTION_STATE_CHANGE, generateClient } from 'aws-amplify/api'
import { Hub } from 'aws-amplify/utils'
import WebSocket from 'ws'
import { listen, plain, say, task } from '../talk.mjs'

globalThis.WebSocket ??= WebSocket

const { modes, key, jwt, authToken, credentials, subscription, mutation, variables } = task
const endpoint = task.url.replace('http://', 'HTTP://')
const token = { toString: () => jwt, payload: JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url')) }

Amplify.configure(
  { API: { GraphQL: { endpoint, region: 'eu-west-1', defaultAuthMode: 'apiKey', apiKey: key } } },
  {
    Auth: {
      tokenProvider: { getTokens: async () => ({ accessToken: token, idToken: token }) },
      credentialsProvider: {
        getCredentialsAndIdentityId: async () => ({ credentials, identityId: 'somebody' }),
        clearCredentialsAndIdentityId() {},
      },
    },
  },
)

const client = generateClient()
const options = (mode) => ({ authMode: mode, ...(mode === 'lambda' ? { authToken } : {}) })

Hub.listen('api', ({ payload }) => {
  if (payload.event === CONNECTION_STATE_CHANGE) say({ state: payload.data.connectionState })
})
for (const mode of modes) {
  client.graphql({ query: subscription, variables, ...options(mode) }).subscribe({
    next: ({ data, errors }) => say({ mode, data, errors }),
    error: (error) => say({ mode, error: plain(error) }),
  })
}
listen((mode, variables) => client.graphql({ query: mutation, variables, ...options(mode) }))
