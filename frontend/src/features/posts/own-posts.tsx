// One's own posts with where each stands: filtered, sorted, chosen, and changed several at once.
import { useState } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../shared/graphql/graphql';
import { localeNow } from '../../shared/i18n/language';
import { Picture, PictureFields } from '../../shared/ui/picture';
import { tell } from '../../shared/ui/notices';
import { Empty } from '../../shared/ui/state';
import { BulkBar } from './bulk-bar';
import { BulkFields } from './bulk';
import { useWords } from './messages/words';
import { EVERYTHING, ORDERS, shownIn, STATES, type View } from './own-list';
import { OwnRow } from './own-row';
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
      counts { likes comments photos pins }
      cover { id ...PictureFields }
      ...BulkFields
    }
  `,
  [PictureFields, BulkFields],
);

/** Photos of a post that are not live: being processed, or in need of their author. */
export interface PhotosOf {
  underWay: number;
  failed: number;
}

interface Props {
  posts: readonly FragmentOf<typeof OwnPostFields>[];
  photosOf: ReadonlyMap<string, PhotosOf>;
  isComplete: boolean;
  /** Told when several are about to be changed, and when that is over. */
  busy: (isBusy: boolean) => void;
}

export function OwnPosts({ posts: masked, photosOf, isComplete, busy }: Props) {
  const words = useWords();
  const [view, setView] = useState<View>(EVERYTHING);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const posts = masked.map((each) => readFragment(OwnPostFields, each));
  const attention = new Set([...photosOf].filter(([, { failed }]) => failed > 0).map(([id]) => id));
  const shown = shownIn(posts, view, attention, localeNow());
  const selected = posts.filter(({ id }) => chosen.has(id));
  const isAll = shown.length > 0 && shown.every(({ id }) => chosen.has(id));

  function choose(ids: readonly string[], isChosen: boolean) {
    const now = isChosen ? new Set([...chosen, ...ids]) : new Set([...chosen].filter((id) => !ids.includes(id)));
    setChosen(now);
    tell(words.chosen({ count: now.size }));
  }

  return (
    <section aria-labelledby="own-title" className="own">
      <h2 id="own-title">{words.yourArticles}</h2>
      {posts.length > 0 ? <Filters view={view} change={setView} /> : null}
      <div className="own-all">
        <label hidden={posts.length === 0}>
          <input type="checkbox" checked={isAll} disabled={shown.length === 0} onChange={(event) => choose(shown.map(({ id }) => id), event.target.checked)} />{' '}
          {words.chooseAll({ count: shown.length })}
        </label>
        {isComplete ? null : <small role="status">{words.readingTheRest}</small>}
      </div>
      <BulkBar selected={selected.map((each) => readFragment(BulkFields, each))} busy={busy} keep={(ids) => setChosen(new Set(ids))} />
      {posts.length === 0 ? (
        <Empty title={words.noArticles}>
          <p>{words.noArticlesRemedy}</p>
        </Empty>
      ) : null}
      {posts.length > 0 && shown.length === 0 ? (
        <Empty title={words.nothingFits}>
          <button type="button" className="button" onClick={() => setView(EVERYTHING)}>
            {words.showAll}
          </button>
        </Empty>
      ) : null}
      <ul className="own-list">
        {shown.map((post) => (
          <OwnRow
            key={post.id}
            post={post}
            picture={post.cover ? <Picture photo={post.cover} sizes="120px" /> : <span aria-hidden="true">{post.title.slice(0, 1)}</span>}
            photos={photosOf.get(post.id)}
            isChosen={chosen.has(post.id)}
            choose={(isChosen) => choose([post.id], isChosen)}
          />
        ))}
      </ul>
    </section>
  );
}

function Filters({ view, change }: { view: View; change: (view: View) => void }) {
  const words = useWords();
  return (
    <form className="own-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        {words.findArticles}
        <input className="input" type="search" value={view.text} onChange={(event) => change({ ...view, text: event.target.value })} />
      </label>
      <label className="field">
        {words.show}
        <select className="input" value={view.state} onChange={(event) => change({ ...view, state: event.target.value as View['state'] })}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {words[`state${each}`]}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        {words.readableBy}
        <select className="input" value={view.visibility} onChange={(event) => change({ ...view, visibility: event.target.value as View['visibility'] })}>
          <option value="ALL">{words.anybody}</option>
          <option value="PUBLIC">{words.PUBLIC}</option>
          <option value="FOLLOWERS">{words.FOLLOWERS}</option>
          <option value="PRIVATE">{words.PRIVATE}</option>
        </select>
      </label>
      <label className="field">
        {words.orderBy}
        <select className="input" value={view.order} onChange={(event) => change({ ...view, order: event.target.value as View['order'] })}>
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {words[`order${each}`]}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
