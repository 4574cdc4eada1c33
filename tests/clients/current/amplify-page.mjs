// aws-amplify in a page.
import { session } from './amplify-session.mjs'

globalThis.mutate = session(globalThis.task, globalThis.say)
