// Publishes by WHIP (RFC 9725): an offer is posted with the stream key, and what is answered is connected to.
import { type Connect, type Connection, keepPublishing } from './keep-publishing';
import { type Publisher, PublishRefused } from './publisher';

/** Below what a channel of the type BASIC takes, with room for the sound. */
const PICTURE_BITS = 2_500_000;
const CONNECT_MS = 10_000;
/** A connection that says nothing for so long is over; shorter breaks mend themselves. */
const SILENCE_MS = 4_000;
const GATHERING_MS = 1_000;
const REFUSALS: Partial<Record<number, 'KEY' | 'IN_USE'>> = { 401: 'KEY', 403: 'KEY', 409: 'IN_USE' };

export function createWhipPublisher(url: string): Publisher {
  return keepPublishing(connectBy(url));
}

function connectBy(url: string): Connect {
  return async (media, key, signal) => {
    if (typeof RTCPeerConnection === 'undefined') throw new PublishRefused('UNSUPPORTED');
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    for (const track of media.getTracks()) addTrack(peer, track, media);
    const authorization = { Authorization: `Bearer ${key}` };
    let resource: URL | null = null;
    const close = async () => {
      peer.close();
      // Kept alive, so that it is sent also while the page is left.
      if (resource)
        await fetch(resource, { method: 'DELETE', headers: authorization, keepalive: true }).catch(() => null);
    };
    try {
      await peer.setLocalDescription();
      await waitForCandidates(peer);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...authorization, 'Content-Type': 'application/sdp' },
        body: peer.localDescription?.sdp ?? '',
        signal,
      });
      const why = REFUSALS[answer.status];
      if (why) throw new PublishRefused(why);
      if (!answer.ok) throw new Error(`The offer was answered with ${answer.status}.`);
      resource = new URL(answer.headers.get('Location') ?? '', url);
      await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      await waitForConnection(peer, signal);
    } catch (error) {
      await close();
      throw error;
    }
    return { closed: waitForEnd(peer), close } satisfies Connection;
  };
}

function addTrack(peer: RTCPeerConnection, track: MediaStreamTrack, media: MediaStream) {
  const isPicture = track.kind === 'video';
  const sendEncodings = isPicture ? [{ maxBitrate: PICTURE_BITS }] : [];
  const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [media], sendEncodings });
  const codecs = isPicture ? RTCRtpSender.getCapabilities('video')?.codecs : undefined;
  // H.264 is what viewers get; most devices encode it in hardware.
  const isWanted = ({ mimeType }: RTCRtpCodec) => mimeType === 'video/H264';
  if (codecs && 'setCodecPreferences' in transceiver)
    transceiver.setCodecPreferences(codecs.toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a))));
}

function waitForCandidates(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, GATHERING_MS);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve();
    });
  });
}

function waitForConnection(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error('The connection was not made.'));
    const timer = setTimeout(fail, CONNECT_MS);
    signal.addEventListener('abort', fail, { once: true });
    const look = () => {
      if (peer.connectionState === 'connected') {
        clearTimeout(timer);
        resolve();
      } else if (peer.connectionState === 'failed') fail();
    };
    peer.addEventListener('connectionstatechange', look);
    look();
  });
}

/** Resolve when the other side says goodbye, or nothing for a while. */
function waitForEnd(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    peer.addEventListener('connectionstatechange', () => {
      clearTimeout(timer);
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') resolve();
      if (peer.connectionState === 'disconnected') timer = setTimeout(resolve, SILENCE_MS);
    });
    const transport = peer.getSenders()[0]?.transport;
    const look = () => {
      if (transport?.state === 'closed' || transport?.state === 'failed') resolve();
    };
    transport?.addEventListener('statechange', look);
    look();
  });
}
