// aws-amplify, unmodified: subscribes in each mode of a task, says what it hears, and answers with its way to mutate.
// The endpoint's upper-case scheme is configuration: Amplify turns `http://` into `wss://` and leaves `HTTP://` alone.
import { Amplify } from 'aws-amplify'
import { CONNECTION_STATE_CHANGE, generateClient } from 'aws-amplify/api'
import { Hub } from 'aws-amplify/utils'
import { plain } from '../plain.mjs'

const token = (jwt) => ({ toString: () => jwt, payload: JSON.parse(atob(jwt.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))) })

export const session = (task, say) => {
  const { modes, key, jwt, authToken, credentials, subscription, mutation, variables } = task
  const endpoint = task.url.replace('http://', 'HTTP://')
  const tokens = { accessToken: token(jwt), idToken: token(jwt) }
  Amplify.configure(
    { API: { GraphQL: { endpoint, region: 'eu-west-1', defaultAuthMode: 'apiKey', apiKey: key } } },
    {
      Auth: {
        tokenProvider: { getTokens: async () => tokens },
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
  return (mode, changes) => client.graphql({ query: mutation, variables: changes, ...options(mode) })
}
