// The camera and the microphone of this device: opening them, naming them, and why they cannot be had.

export type CameraFailure = 'REFUSED' | 'MISSING' | 'BUSY' | 'UNSUPPORTED' | 'GONE';
export interface Choice {
  camera?: string | undefined;
  microphone?: string | undefined;
}

const FAILURES: Partial<Record<string, CameraFailure>> = {
  NotAllowedError: 'REFUSED',
  SecurityError: 'REFUSED',
  NotFoundError: 'MISSING',
  OverconstrainedError: 'MISSING',
  NotReadableError: 'BUSY',
  AbortError: 'BUSY',
};

export class CameraFailed extends Error {
  constructor(readonly why: CameraFailure) {
    super(why);
  }
}

/** Ask for a camera, and a microphone if there is one; rejects with `CameraFailed`. */
export async function openCamera(choice: Choice): Promise<MediaStream> {
  // Pages that are not sent by HTTPS or from this machine have no devices, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new CameraFailed('UNSUPPORTED');
  const video = {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
    ...(choice.camera ? { deviceId: { exact: choice.camera } } : { facingMode: 'user' }),
  };
  const audio = choice.microphone ? { deviceId: { exact: choice.microphone } } : true;
  try {
    return await devices.getUserMedia({ video, audio }).catch((error: unknown) => {
      if (explain(error) !== 'MISSING') throw error;
      return devices.getUserMedia({ video });
    });
  } catch (error) {
    throw new CameraFailed(explain(error));
  }
}

/** Return the devices to choose from; their names are known once one of them is open. */
export async function listDevices(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ deviceId }) => deviceId !== '');
}

/** Whether a camera looks at its person, who expects a mirror. */
export function facesPerson(media: MediaStream): boolean {
  return media.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';
}

function explain(error: unknown): CameraFailure {
  return (error instanceof Error ? FAILURES[error.name] : undefined) ?? 'BUSY';
}
