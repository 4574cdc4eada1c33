// aws-amplify in Node, whose WebSocket is the package ws.
import WebSocket from 'ws'
import { listen, say, task } from '../talk.mjs'
import { session } from './amplify-session.mjs'

globalThis.WebSocket ??= WebSocket
listen(session(task, say))
