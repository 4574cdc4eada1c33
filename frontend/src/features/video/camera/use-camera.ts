// An open camera: its picture and sound, which devices there are, and what went wrong.
import { useCallback, useEffect, useRef, useState } from 'react';
import { CameraFailed, type CameraFailure, type Choice, listDevices, openCamera } from './devices';

interface Camera {
  media: MediaStream | null;
  failure: CameraFailure | null;
  devices: readonly MediaDeviceInfo[];
  isMuted: boolean;
  /** Open it, or another one, or return null; the one before is closed first, since phones open one at a time. */
  open: (choice: Choice) => Promise<MediaStream | null>;
  setMuted: (isMuted: boolean) => void;
}

export function useCamera(): Camera {
  const [media, setMedia] = useState<MediaStream | null>(null);
  const [failure, setFailure] = useState<CameraFailure | null>(null);
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [isMuted, setMuted] = useState(false);
  const mediaRef = useRef<MediaStream | null>(null);
  const turn = useRef(0);

  const hold = useCallback((stream: MediaStream | null) => {
    for (const track of mediaRef.current?.getTracks() ?? []) track.stop();
    mediaRef.current = stream;
    setMedia(stream);
  }, []);

  const open = useCallback(
    async (choice: Choice) => {
      const mine = ++turn.current;
      hold(null);
      setFailure(null);
      try {
        const stream = await openCamera(choice);
        if (mine !== turn.current) {
          for (const track of stream.getTracks()) track.stop();
          return null;
        }
        for (const track of stream.getTracks()) track.addEventListener('ended', () => setFailure('GONE'));
        hold(stream);
        setDevices(await listDevices());
        return stream;
      } catch (error) {
        if (mine === turn.current) setFailure(error instanceof CameraFailed ? error.why : 'BUSY');
        return null;
      }
    },
    [hold],
  );

  useEffect(() => {
    for (const track of media?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }, [media, isMuted]);

  useEffect(() => {
    const turns = turn;
    // The camera's light goes out with the page that has turned it on.
    return () => {
      turns.current++;
      for (const track of mediaRef.current?.getTracks() ?? []) track.stop();
      mediaRef.current = null;
    };
  }, []);

  return { media, failure, devices, isMuted, open, setMuted };
}
