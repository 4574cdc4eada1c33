// AWS Signature Version 4 for AppSync, with the browser's own cryptography (which needs localhost or https).
const utf8 = (text) => new TextEncoder().encode(text)
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const digest = async (text) => hex(await crypto.subtle.digest('SHA-256', utf8(text)))

async function hmac(key, text) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, utf8(text)))
}

/** Return the headers of a signed POST of `body` to `path`; `headers` are signed along with the date. */
export async function signed({ accessKeyId, secretAccessKey, sessionToken, region }, { host, path, body, headers }) {
  if (!globalThis.crypto?.subtle) throw new Error('A browser signs only on pages of localhost or https; open this one there.')
  const date = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '')
  const all = { ...headers, host, 'x-amz-date': date }
  if (sessionToken) all['x-amz-security-token'] = sessionToken
  const names = Object.keys(all).sort()
  const canonical = [
    'POST', path, '', ...names.map((name) => `${name}:${all[name]}`), '', names.join(';'), await digest(body),
  ].join('\n')
  const scope = `${date.slice(0, 8)}/${region}/appsync/aws4_request`
  const text = ['AWS4-HMAC-SHA256', date, scope, await digest(canonical)].join('\n')
  let key = utf8(`AWS4${secretAccessKey}`)
  for (const part of scope.split('/')) key = await hmac(key, part)
  const signature = hex(await hmac(key, text))
  const credential = `Credential=${accessKeyId}/${scope}`
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...all, authorization }
}
