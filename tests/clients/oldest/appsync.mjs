// AWS's first AppSync SDK, unmodified; where its task says so it subscribes again after an error, as apps do.
import { createRequire } from 'node:module'
import { plain } from '../plain.mjs'
import { listen, say, task } from '../talk.mjs'

const require = createRequire(import.meta.url)
const Socket = globalThis.WebSocket ?? require('ws')

// The SDK keeps refusals from its application; what comes over the wire is what is left to see of them.
class Overheard extends Socket {
  constructor(...given) {
    super(...given)
    this.addEventListener('message', ({ data }) => {
      const { type, payload } = JSON.parse(data)
      if (task.overhear && type.endsWith('error')) say({ wire: type, errors: plain(payload).errors })
    })
  }
}
globalThis.WebSocket = Overheard
globalThis.window ??= globalThis
const { AWSAppSyncClient } = require('aws-appsync')
const gql = require('graphql-tag')

const { url, modes, key, jwt, credentials, subscription, mutation, variables } = task
const region = 'eu-west-1'
const auths = {
  apiKey: { type: 'API_KEY', apiKey: key },
  userPool: { type: 'AMAZON_COGNITO_USER_POOLS', jwtToken: () => jwt },
  iam: { type: 'AWS_IAM', credentials: () => credentials },
}

const subscribe = (client, mode) => {
  client.subscribe({ query: gql(subscription), variables, fetchPolicy: 'no-cache' }).subscribe({
    next: ({ data }) => say({ mode, data }),
    error: (error) => {
      say({ mode, error: plain(error) })
      if (task.patient) setTimeout(subscribe, 200, client, mode)
    },
  })
}

const clients = Object.fromEntries(
  modes.map((mode) => [mode, new AWSAppSyncClient({ url, region, auth: auths[mode], disableOffline: true })]),
)
for (const mode of modes) subscribe(clients[mode], mode)
listen((mode, variables) => clients[mode].mutate({ mutation: gql(mutation), variables, fetchPolicy: 'no-cache' }))
