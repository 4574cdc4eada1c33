// A photo's processing steps, live, and the reason when one fails.
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { getLanguage } from '../../../shared/i18n/language';
import { useMessages } from './messages/use-messages';
import './processing-steps.css';

export const StepsFields = graphql(`
  fragment StepsFields on Photo {
    id
    state
    attempt
    steps {
      name
      status
      at
      attempt
    }
    failure {
      step
      reason
      message
      retryable
    }
  }
`);

export function ProcessingSteps({ photo: masked }: { photo: FragmentOf<typeof StepsFields> }) {
  const photo = readFragment(StepsFields, masked);
  const messages = useMessages();
  return (
    <div className="steps-box">
      <ol className="steps" aria-label={messages.processing}>
        {photo.steps.map(({ name, status }) => (
          <li key={name} className={`step step-${status.toLowerCase()}`}>
            {messages[name]} <span className="hidden">: {messages[status]}</span>
          </li>
        ))}
      </ol>
      {photo.failure ? (
        <p className="problem" role="alert">
          {getLanguage() === 'en' ? photo.failure.message : messages[photo.failure.reason]}
        </p>
      ) : null}
      {photo.state === 'REJECTED' && !photo.failure ? <p className="problem">{messages.UNSAFE}</p> : null}
    </div>
  );
}
