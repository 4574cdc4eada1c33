// How a client under judgement talks to the test: a task in its arguments, lines of JSON on both standard streams.
import { createInterface } from 'node:readline'

export const task = JSON.parse(process.argv[2])

export const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

// What an application can read off an error; Apollo wraps what is no Error in one, as its cause.
export const plain = (error) => {
  const inner = error?.cause ?? error
  const errors = inner?.errors ?? inner?.error?.errors ?? []
  return { message: String(inner?.message ?? error), errors: errors.map((each) => `${each.errorType} ${each.message}`) }
}

// Each line of standard input is a mutation: its mode and its variables.
export const listen = (mutate) => {
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
  lines.on('close', () => process.exit(0))
}
