// A video's processing steps, with how far encoding is, and the reason and a retry where one fails.
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment, type ResultOf } from '../../../shared/graphql/graphql';
import { getLanguage } from '../../../shared/i18n/language';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { useLiveEvents } from '../../../shared/graphql/use-live-events';
import { ON_VIDEO_PROCESSING } from './events';
import { formatLength, formatPercent, formatTimeLeft } from '../player/format';
import { useMessages } from './messages/use-messages';
import '../../platform/uploads/processing-steps.css';

export const VideoStepsFields = graphql(`
  fragment VideoStepsFields on Video {
    id
    state
    attempt
    steps {
      name
      status
      at
      attempt
      percent
      secondsLeft
    }
    failure {
      reason
      message
      retryable
      second
    }
  }
`);
const RETRY = graphql(`
  mutation RetryVideo($input: RetryVideoInput!) {
    retryVideo(input: $input) {
      video {
        id
        state
        attempt
        failure {
          reason
          message
          retryable
          second
        }
      }
      errors {
        code
        message
        ... on RateLimited {
          retryAt
        }
      }
    }
  }
`);

const OPEN_STATES: ReadonlySet<string> = new Set(['AWAITING_UPLOAD', 'PROCESSING']);
const OPEN_STATUSES: ReadonlySet<string> = new Set(['PENDING', 'RUNNING']);

interface Props {
  video: FragmentOf<typeof VideoStepsFields>;
  eventsCursor?: string | null | undefined;
  reload: () => void;
}

/** The steps, live until the last one ends; nothing once a video has all it will get. */
export function VideoSteps({ video: masked, eventsCursor, reload }: Props) {
  const video = readFragment(VideoStepsFields, masked);
  const messages = useMessages();
  const isOpen = OPEN_STATES.has(video.state) || awaitsCaptions(video);
  useLiveEvents({
    document: ON_VIDEO_PROCESSING,
    variables: { videoId: video.id },
    cursor: eventsCursor,
    reload,
    isPaused: !isOpen,
  });
  if (video.state === 'LIVE' && !isOpen) return null;
  const running = video.steps.find(({ status, percent }) => status === 'RUNNING' && percent !== null);
  return (
    <div className="steps-box">
      <ol className="steps" aria-label={messages.processing}>
        {video.steps.map(({ name, status }) => (
          <li key={name} className={`step step-${status.toLowerCase()}`}>
            {messages[name]} <span className="hidden">: {messages[status]}</span>
          </li>
        ))}
      </ol>
      {running ? <EncodingProgress percent={running.percent ?? 0} secondsLeft={running.secondsLeft} /> : null}
      {video.failure ? (
        <p className="problem" role="alert">
          {getLanguage() === 'en' ? video.failure.message : translateFailure(video.failure, messages)}
        </p>
      ) : null}
      {video.failure?.retryable ? <RetryVideoButton videoId={video.id} /> : null}
    </div>
  );
}

type Failure = NonNullable<ResultOf<typeof VideoStepsFields>['failure']>;

function translateFailure({ reason, second }: Failure, messages: ReturnType<typeof useMessages>): string {
  return second === null ? messages[reason] : messages.unsafeAt({ time: formatLength(second) });
}

/** Tell whether a video that can be watched still waits for its captions. */
function awaitsCaptions({ state, steps }: ResultOf<typeof VideoStepsFields>): boolean {
  return state === 'LIVE' && steps.some(({ name, status }) => name === 'CAPTIONED' && OPEN_STATUSES.has(status));
}

function EncodingProgress({ percent, secondsLeft }: { percent: number; secondsLeft: number | null }) {
  const messages = useMessages();
  const share = formatPercent(percent / 100);
  const words =
    secondsLeft === null
      ? messages.encodedShare({ percent: share })
      : messages.timeLeft({ percent: share, duration: formatTimeLeft(secondsLeft) });
  return (
    <p className="video-progress">
      <progress max={100} value={percent} aria-label={messages.ENCODED} />
      <span>{words}</span>
    </p>
  );
}

function RetryVideoButton({ videoId }: { videoId: string }) {
  const messages = useMessages();
  const [{ fetching }, retry] = useMutation(RETRY);

  async function retryProcessing() {
    const { data, error } = await retry({ input: { id: videoId } });
    const why = describeWriteError(error, data?.retryVideo);
    if (why) notify(why);
  }

  return (
    <button type="button" className="button" disabled={fetching} onClick={() => void retryProcessing()}>
      {messages.retry}
    </button>
  );
}
