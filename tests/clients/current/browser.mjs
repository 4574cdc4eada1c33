// aws-amplify in a real Chromium, on a page of another origin, so that CORS counts.
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { listen, say, task } from '../talk.mjs'

const found = ['chromium', 'google-chrome', 'chromium-browser'].map((name) => `/usr/bin/${name}`).find(existsSync)
if (!found) throw new Error('The browser test needs Chromium; on Debian: apt-get install chromium')

const bundle = await build({ entryPoints: ['amplify-page.mjs'], bundle: true, write: false, format: 'iife' })
const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const browser = await chromium.launch({ executablePath: found, args: ['--no-sandbox'] })
// One page for all modes, which then share Amplify's socket; or, where its task says so, a page for each.
const pages = {}
for (const modes of task.apart ? task.modes.map((mode) => [mode]) : [task.modes]) {
  const page = await browser.newPage()
  page.on('pageerror', (error) => say({ pageError: String(error) }))
  await page.goto(`http://localhost:${server.address().port}/`)
  await page.exposeFunction('say', say)
  await page.evaluate((given) => {
    globalThis.task = given
  }, { ...task, modes })
  await page.addScriptTag({ content: bundle.outputFiles[0].text })
  for (const mode of modes) pages[mode] = page
}
listen(
  (mode, variables) => pages[mode].evaluate((asked) => globalThis.mutate(...asked), [mode, variables]),
  () => browser.close(),
)
