// Other articles about the same things, asked for once the reader comes near the end of the page.
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import { useMessages } from './messages/use-messages';
import { toPlainText } from './passage-text';
import './similar-articles.css';

const SIMILAR_ARTICLES = graphql(`
  query SimilarArticles($id: ID!) {
    similar(subjectId: $id, first: 3) {
      subjectId
      title
      text
    }
  }
`);
/** So far below the screen the list is asked for, to be there when the reader is. */
const MARGIN = '300px';

/** Put it last on a page: what comes late then moves nothing. It is absent while there is nothing to show. */
export function SimilarArticles({ subjectId }: { subjectId: string }) {
  const messages = useMessages();
  const [isNear, end] = useIsNear();
  const [{ data }] = useQuery({ query: SIMILAR_ARTICLES, variables: { id: subjectId }, pause: !isNear });
  const articles = data?.similar ?? [];
  return (
    <div ref={end}>
      {articles.length > 0 ? (
        <section className="similar" aria-labelledby="similar">
          <h2 id="similar">{messages.similar}</h2>
          <ul>
            {articles.map(({ subjectId, title, text }) => (
              <li key={subjectId}>
                <Link to="/posts/$postId" params={{ postId: subjectId }} dir="auto">
                  {title}
                </Link>
                <p dir="auto">{toPlainText(text)}</p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

/** Tell whether an element has ever come near the screen; the second value goes to it as its `ref`. */
function useIsNear() {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        setNear(true);
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [isNear, element] as const;
}
