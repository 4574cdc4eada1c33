// Makes a product: choose one of the viewer's public articles, then say what to sell of it.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useMessages } from '../../features/shop/selling/messages/use-messages';
import { ProductForm, SourceFields } from '../../features/shop/selling/product-form';
import { graphql } from '../../shared/graphql/graphql';
import { isolate } from '../../shared/text';
import { notify } from '../../shared/ui/notices';
import { EmptyState, ErrorState, Loading } from '../../shared/ui/state';
import '../../features/shop/selling/selling.css';

const SOURCES = graphql(`
  query SourcesOfProducts {
    viewer {
      user {
        id
      }
      posts(state: PUBLISHED, first: 100) {
        edges {
          node {
            id
            title
            visibility
          }
        }
      }
    }
  }
`);
const SOURCE = graphql(
  `
    query SourceOfProduct($id: ID!) {
      post(id: $id) {
        id
        ...SourceFields
      }
    }
  `,
  [SourceFields],
);
const route = getRouteApi('/shell/sell/new');

export function NewProductPage() {
  const messages = useMessages();
  const navigate = useNavigate();
  const { post: postId } = route.useSearch();
  const [{ data, error }, refetch] = useQuery({ query: SOURCES, requestPolicy: 'cache-and-network' });
  const posts = data?.viewer?.posts?.edges.flatMap(({ node }) => (node?.visibility === 'PUBLIC' ? [node] : [])) ?? null;
  return (
    <div className="page page-narrow">
      <title>{`${messages.newProduct} · Waymark`}</title>
      <h1 className="page-title">{messages.newProduct}</h1>
      {posts === null && error ? (
        <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />
      ) : null}
      {posts === null && !error ? <Loading what={messages.loading} /> : null}
      {posts?.length === 0 ? (
        <EmptyState title={messages.noArticles}>
          <p>{messages.noArticlesRemedy}</p>
          <Link to="/write" className="button button-main">
            {messages.write}
          </Link>
        </EmptyState>
      ) : null}
      {posts && posts.length > 0 ? (
        <div className="sell-form">
          <label className="field">
            {messages.article}
            <select
              className="input"
              value={postId ?? ''}
              onChange={({ target }) =>
                void navigate({ to: '/sell/new', search: { post: target.value || undefined }, replace: true })
              }
            >
              <option value="">{messages.chooseArticle}</option>
              {posts.map(({ id, title }) => (
                <option key={id} value={id}>
                  {isolate(title)}
                </option>
              ))}
            </select>
          </label>
          {postId ? <SourceForm key={postId} postId={postId} /> : null}
        </div>
      ) : null}
    </div>
  );
}

function SourceForm({ postId }: { postId: string }) {
  const messages = useMessages();
  const navigate = useNavigate();
  const { photo, pin } = route.useSearch();
  const [{ data, error, fetching }, refetch] = useQuery({ query: SOURCE, variables: { id: postId } });
  if (!data?.post) {
    if (error) return <ErrorState error={error} retry={() => refetch({ requestPolicy: 'network-only' })} />;
    return fetching ? <Loading what={messages.loadingArticle} /> : null;
  }
  return (
    <ProductForm
      source={data.post}
      photoId={photo}
      pinId={pin}
      onCreate={({ id, title, state }) => {
        if (state === 'LIVE') notify(messages.published({ title }));
        void navigate(
          state === 'LIVE'
            ? { to: '/products/$productId', params: { productId: id } }
            : { to: '/sell/$productId', params: { productId: id } },
        );
      }}
    />
  );
}
