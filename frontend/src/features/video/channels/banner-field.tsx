// Chooses a channel's banner: one of the owner's public videos, and a second of it.
import { useQuery } from 'urql';
import { graphql } from '../../../shared/graphql/graphql';
import type { Banner } from './edited-channel';
import { useMessages } from './messages/use-messages';

const CHOICES = graphql(`
  query BannerChoices {
    viewer {
      user {
        id
      }
      videos(state: LIVE, first: 50) {
        edges {
          node {
            id
            title
            audience
            duration
          }
        }
      }
    }
  }
`);

interface Props {
  banner: Banner | null;
  choose: (banner: Banner | null) => void;
}

export function BannerField({ banner, choose }: Props) {
  const messages = useMessages();
  const [{ data }] = useQuery({ query: CHOICES });
  const videos = data?.viewer?.videos?.edges.flatMap(({ node }) => (node?.audience === 'PUBLIC' ? [node] : [])) ?? [];
  const chosen = videos.find(({ id }) => id === banner?.videoId);
  return (
    <>
      <label className="field">
        {messages.banner}
        <select
          className="input"
          aria-describedby="banner-hint"
          value={banner?.videoId ?? ''}
          onChange={({ target }) => choose(target.value ? { videoId: target.value, seconds: 0 } : null)}
        >
          <option value="">{messages.noBanner}</option>
          {videos.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <small id="banner-hint">{messages.bannerHint}</small>
      {banner ? (
        <label className="field">
          {messages.bannerSecond}
          <input
            className="input"
            type="number"
            min={0}
            max={Math.floor(chosen?.duration ?? 0)}
            value={banner.seconds}
            onChange={({ target }) => choose({ ...banner, seconds: target.valueAsNumber || 0 })}
          />
        </label>
      ) : null}
    </>
  );
}
