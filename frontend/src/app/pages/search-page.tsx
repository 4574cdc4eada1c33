// Search: passages by what they mean; articles by tag, by what AI detected in their photos, or both, newest first.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { FoundPassages, MeaningForm } from '../../features/learning/passages/meaning-search';
import { PostCard, PostCardFields } from '../../features/social/posts/post-card';
import { useMessages } from '../../features/platform/search/messages/use-messages';
import { PopularTerms, type Search, SearchForm } from '../../features/platform/search/search-form';
import { FoundVideos } from '../../features/video/videos/found-videos';
import { graphql } from '../../shared/graphql/graphql';
import { readListState } from '../../shared/graphql/list-state';
import { ListView } from '../../shared/ui/list-view';
import { ShowMore } from '../../shared/ui/show-more';
import { type ShownPage, useShownPages } from '../../shared/ui/shown-pages';
import { EmptyState, Loading } from '../../shared/ui/state';
import '../../shared/ui/show-more.css';

const FOUND = graphql(
  `
    query Found($tag: String, $label: String, $after: ID) {
      feed(tag: $tag, label: $label, first: 12, after: $after) {
        edges {
          node {
            id
            pins(first: 1) {
              edges {
                node {
                  id
                  placeName
                }
              }
            }
            ...PostCardFields
          }
        }
        pageInfo {
          hasNextPage
          endCursor
          partial
        }
      }
    }
  `,
  [PostCardFields],
);

export function SearchPage() {
  const messages = useMessages();
  const search: Search = useSearch({ from: '/shell/search' });
  const navigate = useNavigate();
  const { question } = search;
  const hasQuery = Boolean(question ?? search.tag ?? search.label);
  const show = (next: Search) => void navigate({ to: '/search', search: next });
  return (
    <div className="page">
      <title>{`${hasQuery ? describeSearch(search, messages) : messages.search} · Waymark`}</title>
      <h1 className="page-title">{messages.title}</h1>
      <MeaningForm question={question} onSearch={(next) => show({ question: next })} />
      <SearchForm search={search} onSearch={show} />
      <Results search={search} />
    </div>
  );
}

function Results({ search }: { search: Search }) {
  if (search.question) return <FoundPassages key={search.question} question={search.question} />;
  if (search.tag ?? search.label) return <SearchResults key={JSON.stringify(search)} {...search} />;
  return <PopularTerms />;
}

function SearchResults(search: Search) {
  const messages = useMessages();
  const { pages } = useShownPages();
  return (
    <section aria-labelledby="found">
      <header className="search-head">
        <h2 id="found">{describeSearch(search, messages)}</h2>
        {search.tag ? (
          <Link to="/map" search={{ tag: search.tag }}>
            {messages.showOnMap({ tag: search.tag })}
          </Link>
        ) : null}
      </header>
      <FoundVideos tag={search.tag} label={search.label} />
      <div className="feed">
        {pages.map((page) => (
          <ResultsPage key={page.after} search={search} {...page} />
        ))}
      </div>
    </section>
  );
}

interface ResultsPageProps extends ShownPage {
  search: Search;
}

function ResultsPage({ search: { tag, label }, after, showNext }: ResultsPageProps) {
  const messages = useMessages();
  const variables = { tag: tag ?? null, label: label ?? null, after };
  const [result, refetch] = useQuery({ query: FOUND, variables, requestPolicy: 'cache-and-network' });
  return (
    <ListView
      list={readListState(result, result.data?.feed)}
      waiting={<SearchSkeleton />}
      empty={after === null ? <NoResults /> : null}
      retry={() => refetch({ requestPolicy: 'network-only' })}
    >
      {(posts, pageInfo) => (
        <>
          {posts.map((post) => (
            <PostCard key={post.id} post={post} pins={post.pins} />
          ))}
          <ShowMore pageInfo={pageInfo} showNext={showNext} hint={pageInfo.partial ? messages.mayHaveMore : null}>
            {messages.showMore}
          </ShowMore>
        </>
      )}
    </ListView>
  );
}

function SearchSkeleton() {
  const messages = useMessages();
  return (
    <>
      <div className="feed-more">
        <Loading what={messages.searching} />
      </div>
      {[1, 2, 3].map((place) => (
        <span key={place} className="card-cover picture-waiting" aria-hidden="true" />
      ))}
    </>
  );
}

function NoResults() {
  const messages = useMessages();
  return (
    <div className="search-nothing">
      <EmptyState title={messages.noResults}>
        <p>{messages.noResultsHint}</p>
      </EmptyState>
      <PopularTerms />
    </div>
  );
}

function describeSearch({ question, tag, label }: Search, messages: ReturnType<typeof useMessages>): string {
  if (question) return question;
  if (tag && label) return messages.tagged({ tag, label });
  return tag ? `#${tag}` : messages.photosOf({ label: label ?? '' });
}
