// Upload a video, and the viewer's own videos with how far each is.
import { OwnChannel } from '../../features/video/channels/own-channel';
import { useMessages } from '../../features/video/videos/messages/use-messages';
import { OwnVideos } from '../../features/video/videos/own-videos';
import { UploadForm } from '../../features/video/videos/upload-form';
import '../../features/video/videos/videos.css';

export function UploadVideoPage() {
  const messages = useMessages();
  return (
    <div className="page">
      <title>{`${messages.upload} · Waymark`}</title>
      <h1>{messages.upload}</h1>
      <UploadForm />
      <OwnChannel />
      <OwnVideos />
    </div>
  );
}
