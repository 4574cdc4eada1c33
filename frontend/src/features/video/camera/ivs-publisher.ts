// Publishes to Amazon IVS by its web broadcast SDK, which loads with this file.
import IVSBroadcastClient, { type AmazonIVSBroadcastClient, type StreamConfig } from 'amazon-ivs-web-broadcast';
import { type Connect, keepPublishing } from './keep-publishing';
import { type Publisher, PublishRefused } from './publisher';

/** The SDK's numbers for a stream key that is not valid, or cannot be one. */
const KEY_ERRORS = new Set([10_003, 18_000]);
const CONNECT_MS = 15_000;
const LONG_SIDE = 1280;
const SHORT_SIDE = 720;
const FRAMES = 30;
/** Below what a channel of the type BASIC takes. */
const KILOBITS = 2500;
const { CONNECTION_STATE_CHANGE, ERROR } = IVSBroadcastClient.BroadcastClientEvents;

/** `ingestUrl` is where encoders send to; the SDK makes its own address from it. */
export function createIvsPublisher(ingestUrl: string): Publisher {
  return keepPublishing(connectTo(ingestUrl));
}

function connectTo(ingestUrl: string): Connect {
  return async (media, key) => {
    if (!IVSBroadcastClient.isSupported()) throw new PublishRefused('UNSUPPORTED');
    const client = IVSBroadcastClient.create({ streamConfig: chooseConfig(media), ingestEndpoint: ingestUrl });
    // Nothing is left to await: the SDK frees what it holds at once.
    const close = () => {
      client.stopBroadcast(); // `delete` alone leaves its connection to itself
      client.delete();
      return Promise.resolve();
    };
    const closed = waitForState(client, ['failed', 'closed', 'disconnected']);
    try {
      await client.addVideoInputDevice(media, 'camera', { index: 0 });
      if (media.getAudioTracks().length > 0) await client.addAudioInputDevice(media, 'microphone');
      const connected = waitForState(client, ['connected']);
      const failure = await client.startBroadcast(key);
      if (failure) throw failure;
      await Promise.race([connected, closed.then(refuse), wait(CONNECT_MS).then(refuse)]);
    } catch (error) {
      await close();
      throw KEY_ERRORS.has(readCode(error)) ? new PublishRefused('KEY') : error;
    }
    return { closed, close };
  };
}

/** The picture's shape is that of the camera, which a phone may hold upright. */
function chooseConfig(media: MediaStream): StreamConfig {
  const { width = LONG_SIDE, height = SHORT_SIDE } = media.getVideoTracks()[0]?.getSettings() ?? {};
  const [longest, shortest] = [LONG_SIDE, SHORT_SIDE];
  const maxResolution = width >= height ? { width: longest, height: shortest } : { width: shortest, height: longest };
  return { maxResolution, maxFramerate: FRAMES, maxBitrate: KILOBITS };
}

function waitForState(client: AmazonIVSBroadcastClient, states: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    client.on(CONNECTION_STATE_CHANGE, () => {
      if (states.includes(client.getConnectionState())) resolve();
    });
    if (states.includes('failed')) client.on(ERROR, resolve);
  });
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function refuse(): never {
  throw new Error('The connection was not made.');
}

function readCode(error: unknown): number {
  return typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : 0;
}
