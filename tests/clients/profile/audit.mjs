// graphql-http's audits of the server at an address: prints id, kind and outcome of each as JSON.
import { auditServer } from 'graphql-http'

const [url, headers] = [process.argv[2], JSON.parse(process.argv[3])]
const fetchFn = (input, init = {}) => fetch(input, { ...init, headers: { ...init.headers, ...headers } })
const results = await auditServer({ url, fetchFn })
process.stdout.write(
  JSON.stringify(results.map(({ id, name, status }) => ({ id, kind: name.split(' ')[0], status, name }))),
)
