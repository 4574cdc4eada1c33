// What is said of notifications, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  title: 'Thông báo',
  bell: { other: 'Thông báo, {count} chưa đọc' },
  reading: 'Đang tải thông báo',
  none: 'Chưa có gì xảy ra',
  noneRemedy: 'Bình luận, lượt thích và người theo dõi mới sẽ tự hiện ra ở đây.',
  noneUnread: 'Bạn đã đọc hết',
  all: 'Tất cả',
  unread: 'Chưa đọc',
  which: 'Loại thông báo',
  markAll: 'Đánh dấu đã đọc hết',
  markOne: 'Đánh dấu đã đọc',
  older: 'Xem thông báo cũ hơn',
  somebody: 'Ai đó',
  PHOTO_LIVE: 'Ảnh của bạn trong “{title}” đã hiển thị.',
  PHOTO_FAILED: 'Không xử lý được ảnh của bạn trong “{title}”.',
  COMMENT: '{who} đã bình luận về “{title}”.',
  REPLY: '{who} đã trả lời bạn trong “{title}”.',
  LIKE: '{who} thích “{title}”.',
  FOLLOW: '{who} đã theo dõi bạn.',
  MENTION: '{who} đã nhắc đến bạn trong “{title}”.',
  anArticle: 'một bài viết',
});
