// The unmodified chat SDK in Node: a writer, a moderator and a guest in one room, each fact printed as it holds.
// `node talk.mjs URL WRITER MODERATOR GUEST` with a token each; ends with 1 if a fact does not hold.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../../frontend/package.json', import.meta.url));
globalThis.WebSocket ??= require('ws');
const { ChatRoom, SendMessageRequest, DeleteMessageRequest, DisconnectUserRequest } = require('amazon-ivs-chat-messaging');
const [url, ...tokens] = process.argv.slice(2);
const expectedErrors = ['serverDisconnect', 'socketError'];

const holds = (fact, is) => {
  if (!is) throw new Error(`NO   ${fact}`);
  console.log(`yes  ${fact}`);
};
const waitFor = (room, name) => new Promise((resolve) => room.addListener(name, resolve));

function open(token) {
  const room = new ChatRoom({ regionOrUrl: url, tokenProvider: async () => ({ token }) });
  room.logger = { debug() {}, info() {}, error() {} };
  return room;
}

async function enter(token) {
  const room = open(token);
  const connected = waitFor(room, 'connect');
  room.connect();
  await connected;
  return room;
}

async function catchRefusal(promise) {
  return promise.then(() => null, (error) => error);
}

const [writer, moderator, guest] = await Promise.all(tokens.map(enter));
holds('three people are connected', [writer, moderator, guest].every((room) => room.state === 'connected'));

const [heard, sent] = await Promise.all([
  waitFor(guest, 'message'),
  writer.sendMessage(new SendMessageRequest('Hello', { emoji: '👋' })),
]);
holds('what is sent comes back to its sender', sent.content === 'Hello' && sent.sender.userId === 'ada');
holds('and to a guest, with its attributes', heard.id === sent.id && heard.attributes.emoji === '👋');
holds('with the name that the token says', heard.sender.attributes.name === 'Ada' && heard.sendTime instanceof Date);

const denied = await catchRefusal(writer.sendMessage(new SendMessageRequest('denied')));
holds('a denied message tells its reason', denied.errorCode === 406 && denied.errorMessage === 'No, please.');
const unable = await catchRefusal(guest.sendMessage(new SendMessageRequest('May I?')));
holds('a guest may only read', unable.errorCode === 403);
const long = await catchRefusal(writer.sendMessage(new SendMessageRequest('x'.repeat(501))));
holds('a message has 500 characters at most', long.errorCode === 413);

const [deleted] = await Promise.all([
  waitFor(guest, 'messageDelete'),
  moderator.deleteMessage(new DeleteMessageRequest(sent.id, 'spam')),
]);
holds('a deletion names its message and its reason', deleted.messageId === sent.id && deleted.reason === 'spam');

const gone = waitFor(writer, 'disconnect');
const [told] = await Promise.all([
  waitFor(guest, 'userDisconnect'),
  moderator.disconnectUser(new DisconnectUserRequest('ada', 'enough')),
]);
holds('everybody hears who is disconnected', told.userId === 'ada' && told.reason === 'enough');
holds('who is disconnected does not come back by itself', (await gone) === expectedErrors[0]);

const stranger = open('nonsense');
const refused = waitFor(stranger, 'disconnect');
stranger.connect();
holds('a wrong token opens nothing', (await refused) === expectedErrors[1]);

moderator.disconnect();
guest.disconnect();
