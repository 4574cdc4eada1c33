// The data plane's GraphiQL in a real Chromium: types a query, runs it, changes who asks, and tells what it shows.
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'
import { say, task } from '../talk.mjs'

const found = ['chromium', 'google-chrome', 'chromium-browser'].map((name) => `/usr/bin/${name}`).find(existsSync)
if (!found) throw new Error('The browser test needs Chromium; on Debian: apt-get install chromium')

const browser = await chromium.launch({ executablePath: found, args: ['--no-sandbox'] })
const page = await browser.newPage()
page.on('pageerror', (error) => say({ pageError: String(error) }))
page.on('request', (request) => {
  if (!request.url().startsWith(task.origin) && !request.url().startsWith('data:')) say({ elsewhere: request.url() })
})
await page.goto(`${task.origin}/_appsync/graphiql`)
await page.waitForSelector('.graphiql-query-editor .CodeMirror')

const result = () => page.evaluate(() => document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue() ?? '')
const stop = page.locator('.graphiql-execute-button[aria-label^="Stop"]')
const steps = {
  asks: async ({ by, values }) => {
    await page.selectOption('#identity [name=mode]', by)
    for (const [name, value] of Object.entries(values)) {
      await page.fill(`#identity [name=${name}]`, value)
      await page.press(`#identity [name=${name}]`, 'Tab')
    }
  },
  runs: async ({ query }) => {
    if (await stop.isVisible()) await stop.click()
    await page.evaluate((text) => {
      document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror.setValue(text)
    }, query)
    await page.click('.graphiql-execute-button')
  },
  shows: ({ text }) =>
    page.waitForFunction(
      (wanted) => document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue().includes(wanted),
      text,
      { timeout: 15_000 },
    ),
  says: ({ text }) =>
    page.waitForFunction((wanted) => document.querySelector('#identity output').textContent === wanted, text, {
      timeout: 15_000,
    }),
}

const lines = createInterface({ input: process.stdin })
lines.on('close', async () => {
  await browser.close()
  process.exit(0)
})
say({ ready: true, offered: await page.$$eval('#identity [name=mode] option', (all) => all.map((each) => each.value)) })
for await (const line of lines) {
  const { mode: step, variables } = JSON.parse(line)
  try {
    await steps[step](variables)
    say({ done: variables.name, result: await result() })
  } catch (error) {
    say({ done: variables.name, failed: String(error), result: await result() })
  }
}
