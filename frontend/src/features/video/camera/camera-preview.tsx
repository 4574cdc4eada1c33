// What the camera sees, without its sound, which would come back through the microphone.
import { useEffect, useRef } from 'react';
import { facesPerson } from './devices';
import { useMessages } from './messages/use-messages';

export function CameraPreview({ media }: { media: MediaStream }) {
  const messages = useMessages();
  const video = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    if (video.current) video.current.srcObject = media;
  }, [media]);

  const name = facesPerson(media) ? 'camera-preview camera-mirror' : 'camera-preview';
  return <video ref={video} className={name} aria-label={messages.preview} muted autoPlay playsInline />;
}
