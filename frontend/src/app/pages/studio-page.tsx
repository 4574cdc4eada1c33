// The studio of somebody who streams: the stream key, a form for another livestream, their own ones, and whom they banned from their chats.
import { useState } from 'react';
import { BannedPeople } from '../../features/video/chat/banned-people';
import { useMessages } from '../../features/video/streams/messages/use-messages';
import { NewStream } from '../../features/video/streams/new-stream';
import { OwnStreams } from '../../features/video/streams/own-streams';
import { StreamKey } from '../../features/video/streams/stream-key';
import { useStreamKey } from '../../features/video/streams/use-stream-key';
import '../../features/video/videos/videos.css';

export function StudioPage() {
  const messages = useMessages();
  const streamKey = useStreamKey();
  const [created, setCreated] = useState(0);
  return (
    <div className="page">
      <title>{`${messages.studio} · Waymark`}</title>
      <h1>{messages.studio}</h1>
      <StreamKey streamKey={streamKey} />
      <section aria-labelledby="new-stream">
        <h2 id="new-stream">{messages.newStream}</h2>
        <NewStream key={created} onCreated={() => setCreated(created + 1)} />
      </section>
      <OwnStreams streamKey={streamKey} />
      <BannedPeople />
    </div>
  );
}
