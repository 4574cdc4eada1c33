// The cases by which AWS's linter for APPSYNC_JS tests its own rules, as JSON: rule → { valid, invalid } codes.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import Module from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const rules = path.join(path.dirname(require.resolve('@aws-appsync/eslint-plugin/package.json')), 'lib', 'rules')
const cases = {}

// A tester that keeps what it is told to test, in place of ESLint's; the rules themselves are not run.
class RuleTester {
  run(rule, _, given) {
    const codes = (list) => list.map((each) => (typeof each === 'string' ? each : each.code))
    cases[rule] = { valid: codes(given.valid), invalid: codes(given.invalid) }
  }
}
const load = Module._load
Module._load = (name, ...rest) => {
  if (name === 'eslint' || name === '@typescript-eslint/rule-tester') return { RuleTester }
  if (name.startsWith('./')) return {}
  return name === 'path' ? load(name, ...rest) : { default: {} }
}
for (const file of readdirSync(rules).filter((each) => each.endsWith('.test.js'))) {
  Module._load === load || load(path.join(rules, file), null, false)
}
process.stdout.write(JSON.stringify(cases))
