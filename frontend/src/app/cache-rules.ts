// The cache rules of every feature.
import { commentsCache } from '../features/platform/comments/cache';
import { likesCache } from '../features/platform/likes/cache';
import { mapCache } from '../features/platform/map/cache';
import { notificationsCache } from '../features/platform/notifications/cache';
import { usersCache } from '../features/platform/users/cache';
import { flashcardsCache } from '../features/learning/flashcards/cache';
import { narrationsCache } from '../features/learning/narrations/cache';
import { speakingCache } from '../features/learning/speaking/cache';
import { writingCache } from '../features/learning/writing/cache';
import { cartsCache } from '../features/shop/carts/cache';
import { catalogueCache } from '../features/shop/catalogue/cache';
import { ordersCache } from '../features/shop/orders/cache';
import { photosCache } from '../features/social/photos/cache';
import { postsCache } from '../features/social/posts/cache';
import { channelsCache } from '../features/video/channels/cache';
import { chatCache } from '../features/video/chat/cache';
import { streamsCache } from '../features/video/streams/cache';
import { videosCache } from '../features/video/videos/cache';
import { viewsCache } from '../features/video/views/cache';
import type { CacheRules } from '../shared/graphql/cache-rules';

export const CACHE_RULES: readonly CacheRules[] = [
  usersCache,
  commentsCache,
  likesCache,
  notificationsCache,
  mapCache,
  postsCache,
  photosCache,
  flashcardsCache,
  writingCache,
  speakingCache,
  narrationsCache,
  catalogueCache,
  cartsCache,
  ordersCache,
  videosCache,
  streamsCache,
  viewsCache,
  chatCache,
  channelsCache,
];
