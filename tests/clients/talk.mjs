// How a client under judgement talks to the test: a task in its arguments, lines of JSON on both standard streams.
import { createInterface } from 'node:readline'
import { plain } from './plain.mjs'

export const task = JSON.parse(process.argv[2])

export const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

// Each line of standard input is a mutation: its mode and its variables.
export const listen = (mutate, leave = () => {}) => {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', async (line) => {
    const { mode, variables } = JSON.parse(line)
    try {
      const { data } = await mutate(mode, variables)
      say({ mode, answer: data })
    } catch (error) {
      say({ mode, failure: plain(error) })
    }
  })
  lines.on('close', async () => {
    await leave()
    process.exit(0)
  })
}
