// The zone of the learner's days: the browser's at first; where that changes, the learner decides.
import { useEffect } from 'react';
import { useMutation } from 'urql';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { describeWriteError } from '../../../shared/graphql/write-errors';
import { notify } from '../../../shared/ui/notices';
import { useMessages } from './messages/use-messages';

export const LearnerZoneFields = graphql(`
  fragment LearnerZoneFields on Learner {
    timeZone
    version
  }
`);
const UPDATE = graphql(
  `
    mutation UpdateLearner($input: UpdateLearnerInput!) {
      updateLearner(input: $input) {
        learner {
          ...LearnerZoneFields
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
  `,
  [LearnerZoneFields],
);

export function LearnerZone({ learner }: { learner: FragmentOf<typeof LearnerZoneFields> }) {
  const messages = useMessages();
  const { timeZone, version } = readFragment(LearnerZoneFields, learner);
  const [{ fetching }, update] = useMutation(UPDATE);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

  async function choose(): Promise<void> {
    const { data, error } = await update({ input: { expectedVersion: version, timeZone: here } });
    const problem = describeWriteError(error, data?.updateLearner);
    if (problem && version > 0) notify(problem);
  }

  useEffect(() => {
    if (version === 0) void choose();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, for who never chose a zone
  }, [version]);

  return (
    <p className="learner-zone">
      {messages.yourDays({ zone: timeZone })}{' '}
      {version > 0 && timeZone !== here ? (
        <button type="button" className="button button-plain" disabled={fetching} onClick={() => void choose()}>
          {messages.useZone({ zone: here })}
        </button>
      ) : null}
    </p>
  );
}
