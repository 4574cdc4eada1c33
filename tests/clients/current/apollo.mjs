// Apollo Client with AWS's links, unmodified; where its task says so it subscribes again after an error, as apps do.
// The links' ES modules cannot sign ("Sha256 is not a constructor"), so all of it is loaded as CommonJS.
import { createRequire } from 'node:module'
import { plain } from '../plain.mjs'
import { listen, say, task } from '../talk.mjs'

const require = createRequire(import.meta.url)
const { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } = require('@apollo/client')
const { createAuthLink } = require('aws-appsync-auth-link')
const { createSubscriptionHandshakeLink } = require('aws-appsync-subscription-link')
globalThis.WebSocket ??= require('ws')

const { url, modes, key, jwt, authToken, credentials, subscription, mutation, variables } = task
const region = 'eu-west-1'
const auths = {
  apiKey: { type: 'API_KEY', apiKey: key },
  userPool: { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: () => jwt },
  lambda: { type: 'AWS_LAMBDA', token: () => authToken },
  iam: { type: 'AWS_IAM', credentials: () => credentials },
}

// AWS's link signs the body without Apollo's own extensions, so they must not be sent.
const transport = new HttpLink({ uri: url, enhancedClientAwareness: { transport: false } })

const clientOf = (auth) => {
  const http = ApolloLink.from([createAuthLink({ url, region, auth }), transport])
  const link = createSubscriptionHandshakeLink({ url, region, auth }, http)
  return new ApolloClient({ link, cache: new InMemoryCache() })
}

const subscribe = (client, mode) => {
  const failed = (error) => {
    say({ mode, error: plain(error) })
    if (task.patient) setTimeout(subscribe, 200, client, mode)
  }
  client.subscribe({ query: gql(subscription), variables, fetchPolicy: 'no-cache' }).subscribe({
    next: ({ data, error }) => (error ? failed(error) : say({ mode, data })),
    error: failed,
  })
}

const clients = Object.fromEntries(modes.map((mode) => [mode, clientOf(auths[mode])]))
for (const mode of modes) subscribe(clients[mode], mode)
listen((mode, variables) => clients[mode].mutate({ mutation: gql(mutation), variables, fetchPolicy: 'no-cache' }))
