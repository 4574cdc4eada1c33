// Why moderation withholds a livestream; only its owner gets to know.
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';

export const StreamFailureFields = graphql(`
  fragment StreamFailureFields on Stream {
    failure {
      reason
      second
    }
  }
`);

export function StreamFailure({ stream }: { stream: FragmentOf<typeof StreamFailureFields> }) {
  const messages = useMessages();
  const { failure } = readFragment(StreamFailureFields, stream);
  if (!failure) return null;
  return (
    <p className="problem">
      {failure.reason === 'UNSAFE' ? messages.UNSAFE({ time: formatSecond(failure.second ?? 0) }) : messages.UNCHECKED}
    </p>
  );
}

function formatSecond(second: number): string {
  const minutes = Math.floor(second / 60);
  return `${minutes}:${String(second % 60).padStart(2, '0')}`;
}
