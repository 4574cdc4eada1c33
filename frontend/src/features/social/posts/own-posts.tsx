// The viewer's articles: filters, sorting, selection and bulk actions.
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../shared/graphql/graphql';
import { getLocale } from '../../../shared/i18n/language';
import { Picture, PictureFields } from '../../../shared/ui/picture';
import { announce } from '../../../shared/ui/notices';
import { EmptyState } from '../../../shared/ui/state';
import { BulkBar } from './bulk-bar';
import { BulkFields } from './bulk-change';
import { useMessages } from './messages/use-messages';
import { DEFAULT_VIEW, ORDERS, type PhotoCounts, filterAndSort, STATE_FILTERS, type ListView } from './own-list';
import { OwnRow } from './own-row';
import { takeCharacters } from '../../../shared/text';
import './own-posts.css';

export const OwnPostFields = graphql(
  `
    fragment OwnPostFields on Post {
      id
      title
      tags
      state
      visibility
      version
      updatedAt
      publishedAt
      revision {
        updatedAt
      }
      counts {
        likes
        comments
        photos
        pins
      }
      cover {
        id
        ...PictureFields
      }
      ...BulkFields
    }
  `,
  [PictureFields, BulkFields],
);

interface Props {
  posts: readonly FragmentOf<typeof OwnPostFields>[];
  photoCounts: ReadonlyMap<string, PhotoCounts>;
  isFullyLoaded: boolean;
  /** Called when a bulk change starts and ends. */
  onBulkRunning: (isBusy: boolean) => void;
}

export function OwnPosts({ posts: masked, photoCounts, isFullyLoaded, onBulkRunning }: Props) {
  const messages = useMessages();
  const [view, setView] = useState<ListView>(DEFAULT_VIEW);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const posts = masked
    .map((each) => readFragment(OwnPostFields, each))
    .map((post) => ({ ...post, updatedAt: post.revision?.updatedAt ?? post.updatedAt }));
  const attention = new Set([...photoCounts].filter(([, { failed }]) => failed > 0).map(([id]) => id));
  const shown = filterAndSort(posts, view, attention, getLocale());
  const selected = posts.filter(({ id }) => selectedIds.has(id));
  const isAll = shown.length > 0 && shown.every(({ id }) => selectedIds.has(id));

  function setSelection(ids: readonly string[], isChosen: boolean) {
    const now = isChosen
      ? new Set([...selectedIds, ...ids])
      : new Set([...selectedIds].filter((id) => !ids.includes(id)));
    setSelectedIds(now);
    announce(messages.selected({ count: now.size }), 'selected');
  }

  return (
    <section aria-labelledby="own-title" className="own">
      <h2 id="own-title">{messages.yourArticles}</h2>
      {posts.length > 0 ? <ListFilters view={view} change={setView} /> : null}
      <div className="own-all">
        <label hidden={posts.length === 0}>
          <input
            type="checkbox"
            checked={isAll}
            disabled={shown.length === 0}
            onChange={(event) =>
              setSelection(
                shown.map(({ id }) => id),
                event.target.checked,
              )
            }
          />{' '}
          {messages.selectAll}
        </label>
        {isFullyLoaded ? null : <small role="status">{messages.loadingTheRest}</small>}
      </div>
      <BulkBar
        selected={selected.map((each) => readFragment(BulkFields, each))}
        setRunning={onBulkRunning}
        setSelected={(ids) => setSelectedIds(new Set(ids))}
      />
      {posts.length === 0 && isFullyLoaded ? (
        <EmptyState title={messages.noArticles}>
          <p>{messages.noArticlesRemedy}</p>
        </EmptyState>
      ) : null}
      {posts.length > 0 && shown.length === 0 ? (
        <EmptyState title={messages.noMatches}>
          <button type="button" className="button" onClick={() => setView(DEFAULT_VIEW)}>
            {messages.clearFilters}
          </button>
        </EmptyState>
      ) : null}
      <ul className="own-list">
        {shown.map((post) => (
          <OwnRow
            key={post.id}
            post={post}
            picture={
              post.cover ? (
                <Picture photo={post.cover} sizes="120px" />
              ) : (
                <span aria-hidden="true">{takeCharacters(post.title, 1)}</span>
              )
            }
            photos={photoCounts.get(post.id)}
            isSelected={selectedIds.has(post.id)}
            setSelected={(isChosen) => setSelection([post.id], isChosen)}
          />
        ))}
      </ul>
    </section>
  );
}

function ListFilters({ view, change }: { view: ListView; change: (view: ListView) => void }) {
  const messages = useMessages();
  return (
    <form className="own-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        {messages.filterByText}
        <input
          className="input"
          type="search"
          dir="auto"
          value={view.text}
          onChange={(event) => change({ ...view, text: event.target.value })}
        />
      </label>
      <label className="field">
        {messages.status}
        <select
          className="input"
          value={view.state}
          onChange={(event) => change({ ...view, state: event.target.value as ListView['state'] })}
        >
          {STATE_FILTERS.map((each) => (
            <option key={each} value={each}>
              {messages[`state${each}`]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {messages.visibility}
        <select
          className="input"
          value={view.visibility}
          onChange={(event) => change({ ...view, visibility: event.target.value as ListView['visibility'] })}
        >
          <option value="ALL">{messages.anyVisibility}</option>
          <option value="PUBLIC">{messages.PUBLIC}</option>
          <option value="FOLLOWERS">{messages.FOLLOWERS}</option>
          <option value="PRIVATE">{messages.PRIVATE}</option>
        </select>
      </label>
      <label className="field">
        {messages.sort}
        <select
          className="input"
          value={view.order}
          onChange={(event) => change({ ...view, order: event.target.value as ListView['order'] })}
        >
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {messages[`order${each}`]}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
