// Records a voice from the microphone, and tells how loud it is.

export interface Recording {
  file: Blob;
  /** Its media type without codecs, as the API takes it. */
  contentType: string;
}

export interface Recorder {
  /** How loud it is now, from 0 to 1. */
  readLevel: () => number;
  stop: () => void;
  /** What was recorded, once it is stopped; null if it was cancelled. */
  recording: Promise<Recording | null>;
  cancel: () => void;
}

const TYPES = ['audio/webm', 'audio/mp4', 'audio/ogg'];
const BITS_PER_SECOND = 64_000; // three minutes are 1.4 MB
const QUIETEST_DECIBELS = -60;

export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && Boolean(navigator.mediaDevices);
}

/** Ask for the microphone and begin to record; rejects where the browser or the person refuses. */
export async function startRecorder(): Promise<Recorder> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const type = chooseType();
  const options = { audioBitsPerSecond: BITS_PER_SECOND, ...(type ? { mimeType: type } : {}) };
  const recorder = new MediaRecorder(stream, options);
  const parts: Blob[] = [];
  let isCancelled = false;
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const meter = createMeter(stream);
  const recording = new Promise<Recording | null>((resolve) => {
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      void meter.close();
      const contentType = (recorder.mimeType || type || 'audio/webm').split(';')[0] ?? '';
      resolve(isCancelled ? null : { file: new Blob(parts, { type: contentType }), contentType });
    };
  });
  recorder.start();
  const stop = () => (recorder.state === 'inactive' ? undefined : recorder.stop());
  const cancel = () => {
    isCancelled = true;
    stop();
  };
  return { readLevel: meter.read, stop, recording, cancel };
}

/** Safari claims WebM and plays it badly. */
function chooseType(): string | undefined {
  const types = navigator.vendor.startsWith('Apple') ? ['audio/mp4', ...TYPES] : TYPES;
  return types.find((type) => MediaRecorder.isTypeSupported(type));
}

function createMeter(stream: MediaStream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const read = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const decibels = 10 * Math.log10(power || Number.EPSILON);
    return Math.min(1, Math.max(0, 1 - decibels / QUIETEST_DECIBELS));
  };
  return { read, close: () => context.close() };
}
