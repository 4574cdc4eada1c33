// Let others see the article, and which others; or take it back. What was typed last is saved first.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import { useWords } from './messages/words';
import type { Desk } from './use-draft';
import { VisibilityChoice } from './visibility-choice';
import './publish-bar.css';

export const PublishFields = graphql(`
  fragment PublishFields on Post { id state photos(first: 20) { edges { node { id state } } } }
`);
const PUBLISH = graphql(`
  mutation Publish($input: PublishPostInput!) {
    publishPost(input: $input) { post { id state version publishedAt } errors { code message } }
  }
`);
const UNPUBLISH = graphql(`
  mutation Unpublish($input: PublishPostInput!) {
    unpublishPost(input: $input) { post { id state version } errors { code message } }
  }
`);

export function PublishBar({ post: masked, desk }: { post: FragmentOf<typeof PublishFields>; desk: Desk }) {
  const { id, state, photos } = readFragment(PublishFields, masked);
  const words = useWords();
  const [, publish] = useMutation(PUBLISH);
  const [, unpublish] = useMutation(UNPUBLISH);
  const [isBusy, setBusy] = useState(false);
  const isDraft = state === 'DRAFT';
  const late = photos?.edges.filter(({ node }) => node?.state === 'PROCESSING' || node?.state === 'AWAITING_UPLOAD').length ?? 0;

  async function toggle() {
    // Never publish other words than those on the screen.
    if (!(await desk.saveNow())) { say(words.saveFirst); return; }
    const input = { id, expectedVersion: desk.version() };
    const { refusal, post } = isDraft
      ? await publish({ input }).then(({ error, data }) => ({ refusal: refusalOf(error, data?.publishPost), post: data?.publishPost?.post }))
      : await unpublish({ input }).then(({ error, data }) => ({ refusal: refusalOf(error, data?.unpublishPost), post: data?.unpublishPost?.post }));
    if (post) desk.haveSeen(post.version);
    say(refusal ?? (isDraft ? words.published : words.draftAgain));
  }

  return (
    <div className="publish">
      <VisibilityChoice value={desk.words.visibility} change={(visibility) => desk.change({ visibility })} />
      {isDraft && late > 0 ? <p className="publish-late">{words.photosFollow({ count: late })}</p> : null}
      <p className="publish-acts">
        <Link to="/posts/$postId" params={{ postId: id }} className="button">
          {words.seeIt}
        </Link>
        <button
          type="button"
          className="button button-main"
          disabled={isBusy || desk.conflict !== null}
          onClick={() => {
            setBusy(true);
            void toggle().finally(() => setBusy(false));
          }}
        >
          {isDraft ? words.publish : words.takeBack}
        </button>
      </p>
    </div>
  );
}
