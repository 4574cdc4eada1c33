// The page: a bar that says which API and who asks, and GraphiQL beneath it.
import { ask, listen } from './transport.js'

const { React, ReactDOM, GraphiQL } = globalThis
const MODES = {
  API_KEY: { label: 'API key', fields: [['apiKey', 'Key']] },
  AMAZON_COGNITO_USER_POOLS: { label: 'User pool token', fields: [['token', 'Token (JWT)']] },
  OPENID_CONNECT: { label: 'OpenID Connect token', fields: [['token', 'Token (JWT)']] },
  AWS_LAMBDA: { label: 'Lambda authorizer token', fields: [['token', 'Token']] },
  AWS_IAM: {
    label: 'IAM signature',
    fields: [['accessKeyId', 'Access key'], ['secretAccessKey', 'Secret'], ['sessionToken', 'Session token (if any)'], ['region', 'Region']],
  },
}
const KEPT = 'appsync-graphiql'
const form = document.getElementById('identity')
const apis = (await (await fetch('/_appsync/graphiql/apis.json')).json()).apis
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}')
const state = { api: null, mode: null, values: kept.values ?? {} }

function choose(apiId, mode) {
  state.api = apis.find((each) => each.apiId === apiId) ?? apis[0]
  const { modes, apiKeys, region } = state.api
  state.mode = modes.includes(mode) ? mode : modes[0]
  state.values.API_KEY ??= { apiKey: '' }
  if (!apiKeys.includes(state.values.API_KEY.apiKey)) state.values.API_KEY.apiKey = apiKeys[0] ?? ''
  state.values.AWS_IAM ??= { region }
  state.values[state.mode] ??= {}
}

function save() {
  sessionStorage.setItem(KEPT, JSON.stringify({ apiId: state.api.apiId, mode: state.mode, values: state.values }))
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

function select(label, name, options, value) {
  const choices = options.map(([key, text]) => element('option', { value: key, textContent: text, selected: key === value }))
  return element('label', { textContent: label }, element('select', { name }, ...choices))
}

function showBar() {
  const values = state.values[state.mode]
  const inputs = MODES[state.mode].fields.map(([name, label]) =>
    element('label', { textContent: label, className: name === 'region' ? '' : 'wide' },
      element('input', { name, value: values[name] ?? '', autocomplete: 'off', spellcheck: false, type: name.startsWith('secret') ? 'password' : 'text' })))
  form.replaceChildren(
    ...(apis.length > 1 ? [select('API', 'api', apis.map((each) => [each.apiId, each.name]), state.api.apiId)] : []),
    select('Asking by', 'mode', state.api.modes.map((mode) => [mode, MODES[mode].label]), state.mode),
    ...inputs,
    element('output', { textContent: 'idle', ariaLive: 'polite' }),
  )
}

const lowered = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
const say = (text) => {
  form.querySelector('output').textContent = text
}

// GraphiQL hands over the syntax tree of a moment ago, so the text itself is read.
function isSubscription({ query, operationName }) {
  try {
    const operations = GraphiQL.GraphQL.parse(query).definitions.filter((each) => each.kind === 'OperationDefinition')
    const chosen = operations.find((each) => each.name?.value === operationName) ?? operations[0]
    return chosen?.operation === 'subscription'
  } catch {
    return false // the data plane says what is wrong with it
  }
}

// What is still to be filled in, as an answer; nothing where the identity is whole.
function lacking(identity) {
  const empty = MODES[identity.mode].fields.filter(([name]) => name !== 'sessionToken' && !identity[name])
  if (empty.length === 0) return null
  return { errors: [{ message: `Fill in above: ${empty.map(([, label]) => label).join(', ')}. Then run it again.` }] }
}

// A fetcher for the identity as it is now; a subscription goes on under the identity it was started with.
function fetcher() {
  const identity = { mode: state.mode, ...state.values[state.mode] }
  const { path } = state.api
  return (question, { headers = {} } = {}) => {
    const missing = lacking(identity)
    if (missing) return missing
    const asking = { ...identity, headers: lowered(headers) }
    if (!isSubscription(question)) return ask(path, asking, question)
    return {
      subscribe: ({ next, complete }) => {
        say('connecting…')
        const unsubscribe = listen(path, asking, question, {
          next,
          started: () => say('listening'),
          complete: () => (say('ended by the server'), complete()),
          error: (failed) => (say('refused'), next(failed), complete()),
        })
        return { unsubscribe: () => (say('idle'), unsubscribe()) }
      },
    }
  }
}

const root = ReactDOM.createRoot(document.getElementById('graphiql'))
const show = () => root.render(React.createElement(GraphiQL, { fetcher: fetcher(), defaultEditorToolsVisibility: false }))

form.addEventListener('submit', (event) => event.preventDefault())
form.addEventListener('change', ({ target }) => {
  if (target.name === 'api') choose(target.value, state.mode)
  else if (target.name === 'mode') choose(state.api.apiId, target.value)
  else state.values[state.mode][target.name] = target.value.trim()
  if (target.tagName === 'SELECT') showBar()
  save()
  show()
})

if (apis.length === 0) {
  document.getElementById('graphiql').textContent = 'No API is served yet. Deploy one, then load this page again.'
} else {
  choose(new URLSearchParams(location.search).get('api') ?? kept.apiId, kept.mode)
  showBar()
  show()
}
