// Let others see the article, or take it back.
import { Link } from '@tanstack/react-router';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { refusalOf } from '../../shared/graphql/outcome';
import { say } from '../../shared/ui/notices';
import './publish-bar.css';

export const PublishFields = graphql(`
  fragment PublishFields on Post { id state visibility version }
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

export function PublishBar({ post: masked }: { post: FragmentOf<typeof PublishFields> }) {
  const { id, state, version } = readFragment(PublishFields, masked);
  const [publishing, publish] = useMutation(PUBLISH);
  const [unpublishing, unpublish] = useMutation(UNPUBLISH);
  const isDraft = state === 'DRAFT';

  async function toggle() {
    const input = { id, expectedVersion: version };
    const refusal = isDraft
      ? await publish({ input }).then(({ error, data }) => refusalOf(error, data?.publishPost))
      : await unpublish({ input }).then(({ error, data }) => refusalOf(error, data?.unpublishPost));
    say(refusal ?? (isDraft ? 'It is published.' : 'It is a draft again.'));
  }

  return (
    <div className="publish">
      <Link to="/posts/$postId" params={{ postId: id }} className="button">
        See it
      </Link>
      <button type="button" className="button button-main" disabled={publishing.fetching || unpublishing.fetching} onClick={() => void toggle()}>
        {isDraft ? 'Publish' : 'Take it back'}
      </button>
    </div>
  );
}
