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
  const held = useRef<MediaStream | null>(null);
  const turn = useRef(0);

  const hold = useCallback((opened: MediaStream | null) => {
    for (const track of held.current?.getTracks() ?? []) track.stop();
    held.current = opened;
    setMedia(opened);
  }, []);

  const open = useCallback(
    async (choice: Choice) => {
      const mine = ++turn.current;
      hold(null);
      setFailure(null);
      try {
        const opened = await openCamera(choice);
        if (mine !== turn.current) {
          for (const track of opened.getTracks()) track.stop();
          return null;
        }
        for (const track of opened.getTracks()) track.addEventListener('ended', () => setFailure('GONE'));
        hold(opened);
        setDevices(await listDevices());
        return opened;
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
      for (const track of held.current?.getTracks() ?? []) track.stop();
      held.current = null;
    };
  }, []);

  return { media, failure, devices, isMuted, open, setMuted };
}
