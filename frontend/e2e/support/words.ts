// What the site says, from its own messages: a spec names a message, and goes on when its words change.
import { en as app } from '../../src/app/messages/en';
import { en as article } from '../../src/features/social/article/messages/en';
import { en as camera } from '../../src/features/video/camera/messages/en';
import { en as captions } from '../../src/features/video/captions/messages/en';
import { en as carts } from '../../src/features/shop/carts/messages/en';
import { en as catalogue } from '../../src/features/shop/catalogue/messages/en';
import { en as channels } from '../../src/features/video/channels/messages/en';
import { en as chat } from '../../src/features/video/chat/messages/en';
import { en as checkout } from '../../src/features/shop/checkout/messages/en';
import { en as comments } from '../../src/features/platform/comments/messages/en';
import { en as explorer } from '../../src/features/platform/explorer/messages/en';
import { en as flashcards } from '../../src/features/learning/flashcards/messages/en';
import { en as gallery } from '../../src/features/social/gallery/messages/en';
import { en as likes } from '../../src/features/platform/likes/messages/en';
import { en as live } from '../../src/features/platform/live/messages/en';
import { en as notifications } from '../../src/features/platform/notifications/messages/en';
import { en as map } from '../../src/features/platform/map/messages/en';
import { en as orders } from '../../src/features/shop/orders/messages/en';
import { en as photos } from '../../src/features/social/photos/messages/en';
import { en as uploads } from '../../src/features/platform/uploads/messages/en';
import { en as passages } from '../../src/features/learning/passages/messages/en';
import { en as player } from '../../src/features/video/player/messages/en';
import { en as posts } from '../../src/features/social/posts/messages/en';
import { en as profile } from '../../src/features/platform/profile/messages/en';
import { en as search } from '../../src/features/platform/search/messages/en';
import { en as selling } from '../../src/features/shop/selling/messages/en';
import { en as narrations } from '../../src/features/learning/narrations/messages/en';
import { en as speaking } from '../../src/features/learning/speaking/messages/en';
import { en as streams } from '../../src/features/video/streams/messages/en';
import { en as writing } from '../../src/features/learning/writing/messages/en';
import { en as users } from '../../src/features/platform/users/messages/en';
import { en as videos } from '../../src/features/video/videos/messages/en';
import { type CompiledMessages, compileMessages, type Messages } from '../../src/shared/i18n/message';
import { en as shared } from '../../src/shared/messages/en';

const ready = <M extends Messages>(written: M) => compileMessages('en-US', written) as CompiledMessages<M>;

export const words = {
  app: ready(app),
  article: ready(article),
  camera: ready(camera),
  captions: ready(captions),
  carts: ready(carts),
  catalogue: ready(catalogue),
  channels: ready(channels),
  chat: ready(chat),
  checkout: ready(checkout),
  comments: ready(comments),
  explorer: ready(explorer),
  flashcards: ready(flashcards),
  gallery: ready(gallery),
  likes: ready(likes),
  live: ready(live),
  map: ready(map),
  notifications: ready(notifications),
  orders: ready(orders),
  passages: ready(passages),
  photos: ready(photos),
  player: ready(player),
  posts: ready(posts),
  profile: ready(profile),
  search: ready(search),
  selling: ready(selling),
  shared: ready(shared),
  narrations: ready(narrations),
  speaking: ready(speaking),
  streams: ready(streams),
  uploads: ready(uploads),
  users: ready(users),
  videos: ready(videos),
  writing: ready(writing),
};

/** The part of a text before its first placeholder: what is there, whatever was filled in. */
export function beginningOf(message: string): string {
  return (message.split('{')[0] ?? '').trim();
}

export function startingWith(text: string): RegExp {
  return new RegExp(`^${escape(text)}`);
}

/** What the link inside a text says. */
export function linkIn(message: string): string {
  return /<link>(.*)<\/link>/.exec(message)?.[1] ?? message;
}

export function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
