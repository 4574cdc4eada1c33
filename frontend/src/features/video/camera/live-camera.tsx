// The camera of this device as a livestream's picture: a preview, devices to choose from, going live and its end.
import { useEffect, useRef, useState } from 'react';
import { isolate } from '../../../shared/text';
import { ConfirmButton } from '../../../shared/ui/confirm-button';
import type { StreamKeyState } from '../streams/use-stream-key';
import { CameraPreview } from './camera-preview';
import { DeviceSelect } from './device-select';
import type { Choice } from './devices';
import { useMessages } from './messages/use-messages';
import { useCamera } from './use-camera';
import { type FilmedStream, type GoingLive, useGoingLive } from './use-going-live';
import './camera.css';

type Camera = ReturnType<typeof useCamera>;
interface Props {
  stream: FilmedStream;
  streamKey: StreamKeyState;
  /** The livestream was begun or ended. */
  onChange: () => void;
  onClose: () => void;
}

export function LiveCamera({ stream, streamKey, onChange, onClose }: Props) {
  const messages = useMessages();
  const camera = useCamera();
  const [choice, setChoice] = useState<Choice>({});
  const going = useGoingLive(stream, streamKey, onChange);
  const heading = useRef<HTMLHeadingElement>(null);
  const { media, open } = camera;
  const title = isolate(stream.title);

  useEffect(() => {
    heading.current?.focus();
    void open({});
  }, [open]);

  async function choose(chosen: Choice) {
    setChoice(chosen);
    await open(chosen);
  }

  async function openAgain() {
    const newMedia = await open(choice);
    if (newMedia && going.isOpen) await going.send(newMedia);
  }

  return (
    <section className="camera" aria-labelledby="camera">
      <h3 id="camera" ref={heading} tabIndex={-1}>
        {messages.heading({ title })}
      </h3>
      {media ? <CameraPreview media={media} /> : null}
      <Status camera={camera} going={going} />
      {media ? <Devices camera={camera} isDisabled={going.isOpen} choice={choice} onChoose={choose} /> : null}
      <div className="video-acts">
        {camera.failure ? (
          <button type="button" className="button button-main" onClick={() => void openAgain()}>
            {messages.tryAgain}
          </button>
        ) : null}
        {going.isOpen ? (
          <ConfirmButton
            label={messages.end}
            className="button"
            isDisabled={going.isBusy}
            question={messages.endQuestion({ title })}
            consequence={messages.endConsequence}
            action={messages.end}
            onConfirm={() => void going.end().then((hasEnded) => (hasEnded ? onClose() : undefined))}
          />
        ) : (
          <GoLiveButton media={camera.failure ? null : media} going={going} streamKey={streamKey} />
        )}
        <MuteButton camera={camera} />
        {going.isOpen ? null : (
          <button type="button" className="button" onClick={onClose}>
            {messages.close}
          </button>
        )}
      </div>
    </section>
  );
}

function Status({ camera: { media, failure }, going: { state, hasEnded } }: { camera: Camera; going: GoingLive }) {
  const messages = useMessages();
  const problem = failure ?? (state.kind === 'refused' ? state.why : null);
  const isSilent = media?.getAudioTracks().length === 0;
  return (
    <>
      <p role="status">
        {hasEnded ? messages.ended : problem ? null : media ? <StateText state={state} /> : messages.opening}
      </p>
      {problem ? (
        <p className="problem" role="alert">
          {messages[problem]}
        </p>
      ) : null}
      {isSilent ? <p>{messages.noMicrophone}</p> : null}
    </>
  );
}

function StateText({ state }: { state: GoingLive['state'] }) {
  const messages = useMessages();
  if (state.kind === 'lost') return messages.lost({ count: state.seconds });
  return state.kind === 'connecting' || state.kind === 'live' ? messages[state.kind] : messages.ready;
}

interface DevicesProps {
  camera: Camera;
  choice: Choice;
  isDisabled: boolean;
  onChoose: (choice: Choice) => Promise<void>;
}

function Devices({ camera: { media, devices }, choice, isDisabled, onChoose }: DevicesProps) {
  const messages = useMessages();
  return (
    <div className="camera-devices">
      <DeviceSelect
        label={messages.camera}
        devices={devices.filter(({ kind }) => kind === 'videoinput')}
        chosen={media?.getVideoTracks()[0]?.getSettings().deviceId}
        isDisabled={isDisabled}
        onChoose={(id) => void onChoose({ ...choice, camera: id })}
      />
      <DeviceSelect
        label={messages.microphone}
        devices={devices.filter(({ kind }) => kind === 'audioinput')}
        chosen={media?.getAudioTracks()[0]?.getSettings().deviceId}
        isDisabled={isDisabled}
        onChoose={(id) => void onChoose({ ...choice, microphone: id })}
      />
    </div>
  );
}

interface GoLiveProps {
  media: MediaStream | null;
  going: GoingLive;
  streamKey: StreamKeyState;
}

/** Asks first where the key that it takes ends one that an encoder may have. */
function GoLiveButton({ media, going: { isBusy, hasEnded, goLive }, streamKey }: GoLiveProps) {
  const messages = useMessages();
  const isDisabled = media === null || isBusy || hasEnded;
  const go = () => (media ? void goLive(media) : undefined);
  if (!streamKey.ingest?.keyCreatedAt || streamKey.key)
    return (
      <button type="button" className="button button-main" disabled={isDisabled} onClick={go}>
        {messages.goLive}
      </button>
    );
  return (
    <ConfirmButton
      label={messages.goLive}
      className="button button-main"
      isDisabled={isDisabled}
      question={messages.goLiveQuestion}
      consequence={messages.keyConsequence}
      action={messages.goLive}
      onConfirm={go}
    />
  );
}

function MuteButton({ camera: { media, isMuted, setMuted } }: { camera: Camera }) {
  const messages = useMessages();
  if (!media || media.getAudioTracks().length === 0) return null;
  return (
    <button type="button" className="button" aria-pressed={isMuted} onClick={() => setMuted(!isMuted)}>
      {messages.mute}
    </button>
  );
}
