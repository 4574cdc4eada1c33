// Search by meaning: the form, the passages found, and an answer in sentences of articles.
import { Link } from '@tanstack/react-router';
import { type SyntheticEvent, useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../../shared/graphql/graphql';
import { useSession } from '../../../shared/session-context';
import { fillFields, readTextField } from '../../../shared/ui/fields';
import { EmptyState, ErrorState, Loading } from '../../../shared/ui/state';
import { TextInput } from '../../../shared/ui/text-field';
import { useMessages } from './messages/use-messages';
import { toPlainText } from './passage-text';
import './passages.css';

const FOUND_PASSAGES = graphql(`
  query FoundPassages($text: String!, $isSignedIn: Boolean!) {
    searchByMeaning(text: $text, first: 8) {
      subjectId
      title
      text
      start
      end
    }
    answer(question: $text) @include(if: $isSignedIn) {
      sentences {
        text
        passage {
          subjectId
          title
          start
          end
        }
      }
    }
  }
`);
const MOST_CHARACTERS = 500;

type Found = ResultOf<typeof FOUND_PASSAGES>;
type Place = Pick<NonNullable<Found['searchByMeaning']>[number], 'subjectId' | 'title' | 'start' | 'end'>;

interface MeaningFormProps {
  question: string | undefined;
  onSearch: (question: string | undefined) => void;
}

export function MeaningForm({ question, onSearch }: MeaningFormProps) {
  const messages = useMessages();
  const form = useRef<HTMLFormElement>(null);

  // The address can change through links and the back button.
  useEffect(() => {
    if (form.current) fillFields(form.current, { question });
  }, [question]);

  function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch(readTextField(event.currentTarget, 'question'));
  }

  return (
    <form ref={form} role="search" aria-label={messages.question} className="meaning-form" onSubmit={submit}>
      <label className="field">
        {messages.question}
        <TextInput
          className="input"
          name="question"
          maxCharacters={MOST_CHARACTERS}
          defaultValue={question}
          placeholder={messages.questionHint}
          enterKeyHint="search"
        />
      </label>
      <button type="submit" className="button button-main">
        {messages.find}
      </button>
    </form>
  );
}

export function FoundPassages({ question }: { question: string }) {
  const messages = useMessages();
  const { viewerId } = useSession();
  const [{ data, error }, refetch] = useQuery({
    query: FOUND_PASSAGES,
    variables: { text: question, isSignedIn: viewerId !== null },
    requestPolicy: 'cache-and-network',
  });
  const passages = data?.searchByMeaning;
  if (error && !passages) return <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!passages) return <Loading what={messages.searching} />;
  if (passages.length === 0)
    return (
      <EmptyState title={messages.nothing}>
        <p>{messages.nothingHint}</p>
      </EmptyState>
    );
  return (
    <>
      <Answer sentences={data.answer?.sentences ?? []} />
      <section aria-labelledby="found-passages">
        <h2 id="found-passages">{messages.found({ question })}</h2>
        <ol className="passages">
          {passages.map((passage) => (
            <li key={`${passage.subjectId} ${passage.start}`}>
              <PassageLink place={passage} />
              <p dir="auto">{toPlainText(passage.text)}</p>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Answer({ sentences }: { sentences: readonly { text: string; passage: Place }[] }) {
  const messages = useMessages();
  if (sentences.length === 0) return null;
  return (
    <section aria-labelledby="answer" className="answer">
      <h2 id="answer">{messages.answer}</h2>
      {sentences.map(({ text, passage }) => (
        <blockquote key={`${passage.subjectId} ${text}`}>
          <p dir="auto">{toPlainText(text)}</p>
          <footer>
            <PassageLink place={passage} />
          </footer>
        </blockquote>
      ))}
    </section>
  );
}

/** A link to the place of a passage in its article. */
function PassageLink({ place: { subjectId, title, start, end } }: { place: Place }) {
  return (
    <Link
      to="/posts/$postId"
      params={{ postId: subjectId }}
      hash={`passage-${String(start)}-${String(end)}`}
      dir="auto"
    >
      {title}
    </Link>
  );
}
