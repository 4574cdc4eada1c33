// What an application can read off an error; Apollo wraps what is no Error in one, as its cause.
export const plain = (error) => {
  const inner = error?.cause ?? error
  const errors = inner?.errors ?? inner?.error?.errors ?? []
  return { message: String(inner?.message ?? error), errors: errors.map((each) => `${each.errorType} ${each.message}`) }
}
