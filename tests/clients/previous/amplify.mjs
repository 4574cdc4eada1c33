// aws-amplify 5, unmodified: subscribes in each mode of its task, prints what it hears, sends the mutations it is told.
import { createRequire } from 'node:module'
import { plain } from '../plain.mjs'
import { listen, say, task } from '../talk.mjs'

const require = createRequire(import.meta.url)
globalThis.WebSocket ??= require('ws')
const { API, Auth, Amplify } = require('aws-amplify')
const { Credentials } = require('@aws-amplify/core')

const { modes, key, jwt, authToken, credentials, subscription, mutation, variables } = task
const names = { apiKey: 'API_KEY', userPool: 'AMAZON_COGNITO_USER_POOLS', lambda: 'AWS_LAMBDA', iam: 'AWS_IAM' }

Amplify.configure({
  aws_appsync_graphqlEndpoint: task.url,
  aws_appsync_region: 'eu-west-1',
  aws_appsync_authenticationType: 'API_KEY',
  aws_appsync_apiKey: key,
  aws_appsync_dangerously_connect_to_http_endpoint_for_testing: true,
})
// Who is signed in: what Cognito would have told.
Auth.currentSession = async () => ({ getAccessToken: () => ({ getJwtToken: () => jwt }) })
Credentials.get = async () => credentials
Credentials.shear = (found) => found

const asked = (mode, query, variables) =>
  API.graphql({ query, variables, authMode: names[mode], ...(mode === 'lambda' ? { authToken } : {}) })

for (const mode of modes) {
  asked(mode, subscription, variables).subscribe({
    next: ({ value: { data } }) => say({ mode, data }),
    error: (error) => say({ mode, error: plain(error) }),
  })
}
listen((mode, variables) => asked(mode, mutation, variables))
