// How far a photo is: its steps as they happen, and a failure with its reason.
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { languageNow } from '../../shared/i18n/language';
import { useWords } from './messages/words';
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

export function Steps({ photo: masked }: { photo: FragmentOf<typeof StepsFields> }) {
  const photo = readFragment(StepsFields, masked);
  const words = useWords();
  return (
    <div className="steps-box">
      <ol className="steps" aria-label={words.processing}>
        {photo.steps.map(({ name, status }) => (
          <li key={name} className={`step step-${status.toLowerCase()}`}>
            {words[name]} <span className="hidden">: {words[status]}</span>
          </li>
        ))}
      </ol>
      {photo.failure ? (
        <p className="problem" role="alert">
          {languageNow() === 'en' ? photo.failure.message : words[photo.failure.reason]}
        </p>
      ) : null}
      {photo.state === 'REJECTED' && !photo.failure ? <p className="problem">{words.UNSAFE}</p> : null}
    </div>
  );
}
