// How far a photo is: its steps as they happen, and a failure with its reason.
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import './media.css';

export const StepsFields = graphql(`
  fragment StepsFields on Photo {
    id
    state
    attempt
    steps { name status at attempt }
    failure { step reason message retryable }
  }
`);

const SAID = {
  UPLOADED: 'Uploaded',
  CHECKED: 'Checked',
  RESIZED: 'Resized',
  LABELLED: 'Read by AI',
  MODERATED: 'Moderated',
  LIVE: 'Live',
} as const;

export function Steps({ photo: masked }: { photo: FragmentOf<typeof StepsFields> }) {
  const photo = readFragment(StepsFields, masked);
  return (
    <div className="steps-box">
      <ol className="steps" aria-label="Processing">
        {photo.steps.map(({ name, status }) => (
          <li key={name} className={`step step-${status.toLowerCase()}`}>
            {SAID[name]} <span className="hidden">: {status.toLowerCase()}</span>
          </li>
        ))}
      </ol>
      {photo.failure ? (
        <p className="problem" role="alert">
          {photo.failure.message}
        </p>
      ) : null}
      {photo.state === 'REJECTED' && !photo.failure ? <p className="problem">Moderation refused this photo.</p> : null}
    </div>
  );
}
