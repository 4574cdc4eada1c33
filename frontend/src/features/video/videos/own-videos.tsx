// The viewer's own videos in any state: continue an upload, follow the processing, delete.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { readListState } from '../../../shared/graphql/list-state';
import { isolate } from '../../../shared/text';
import { ListView } from '../../../shared/ui/list-view';
import { EmptyState, Loading } from '../../../shared/ui/state';
import { ACCEPT, findOtherName } from './chosen-file';
import { DeleteVideo } from './delete-video';
import { useMessages } from './messages/use-messages';
import { TransferProgress } from './transfer-progress';
import { useUpload } from './use-upload';
import { VideoSteps, VideoStepsFields } from './video-steps';

const OwnVideoFields = graphql(
  `
    fragment OwnVideoFields on Video {
      id
      title
      state
      counts {
        views
      }
      upload {
        bytes
        partsDone
      }
      ...VideoStepsFields
    }
  `,
  [VideoStepsFields],
);
const OWN_VIDEOS = graphql(
  `
    query OwnVideos {
      viewer {
        user {
          id
        }
        videos(first: 50) {
          edges {
            node {
              id
              ...OwnVideoFields
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  `,
  [OwnVideoFields],
);
export function OwnVideos() {
  const messages = useMessages();
  const [result, refetch] = useQuery({ query: OWN_VIDEOS, requestPolicy: 'cache-and-network' });
  const reload = () => refetch({ requestPolicy: 'network-only' });
  return (
    <section aria-labelledby="own-videos">
      <h2 id="own-videos">{messages.yours}</h2>
      <ListView
        list={readListState(result, result.data?.viewer?.videos)}
        waiting={<Loading what={messages.loading} />}
        empty={<EmptyState title={messages.noneOfYours} />}
        retry={reload}
      >
        {(videos) => (
          <ul className="own-videos">
            {videos.map((video) => (
              <li key={video.id} className="own-video">
                <OwnVideo video={video} reload={reload} />
              </li>
            ))}
          </ul>
        )}
      </ListView>
    </section>
  );
}

function OwnVideo({ video: masked, reload }: { video: FragmentOf<typeof OwnVideoFields>; reload: () => void }) {
  const messages = useMessages();
  const video = readFragment(OwnVideoFields, masked);
  return (
    <>
      <h3>
        <Link to="/videos/$videoId" params={{ videoId: video.id }}>
          <bdi>{video.title}</bdi>
        </Link>
      </h3>
      {video.upload ? <UnfinishedUpload {...video} bytes={video.upload.bytes} reload={reload} /> : null}
      {video.state === 'LIVE' ? (
        <p>{messages.views({ count: video.counts.views })}</p>
      ) : (
        <VideoSteps video={video} reload={reload} />
      )}
      <div className="video-acts">
        <DeleteVideo id={video.id} title={video.title} onDeleted={reload} />
      </div>
    </>
  );
}

interface UnfinishedProps {
  id: string;
  title: string;
  bytes: number;
  reload: () => void;
}

/** A page that was closed keeps no file: the same one is chosen again, and only what is missing travels. */
function UnfinishedUpload({ id, title, bytes, reload }: UnfinishedProps) {
  const messages = useMessages();
  const upload = useUpload();
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function chooseFile(chosen: File | undefined) {
    if (!chosen) return;
    const otherName = findOtherName(id, chosen, bytes);
    setProblem(otherName ? messages.otherFile({ name: isolate(otherName) }) : null);
    if (otherName) return;
    setFile(chosen);
    void upload.send(id, chosen).then(reload);
  }

  if (file) return <TransferProgress upload={upload} resume={() => void upload.send(id, file).then(reload)} />;
  return (
    <div>
      <label className="field">
        {messages.chooseAgain({ title: isolate(title) })}
        <input className="input" type="file" accept={ACCEPT} onChange={({ target }) => chooseFile(target.files?.[0])} />
      </label>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
