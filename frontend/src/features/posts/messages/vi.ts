// What is said of articles, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  likes: { other: '{count} lượt thích' },
  comments: { other: '{count} bình luận' },
  homeTitle: 'Những nơi chốn qua mắt mọi người',
  photosOf: 'Ảnh về {label}',
  allPosts: 'Tất cả bài viết',
  feeds: 'Bảng tin',
  everybody: 'Mọi người',
  following: 'Đang theo dõi',
  news: { other: '{count} bài viết mới' },
  showMore: 'Xem thêm',
  followNobody: 'Bạn chưa theo dõi ai',
  followSomebody: 'Hãy theo dõi những người có bài viết bạn thích; bài mới của họ sẽ hiện ở đây.',
  nothingYet: 'Chưa có gì ở đây',
  writeTheFirst: 'Viết bài đầu tiên',
  lookingForPosts: 'Đang tìm bài viết mới nhất',
});
