// What is said around an article, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  article: 'Bài viết',
  opening: 'Đang mở bài viết',
  missing: 'Không có bài viết này, hoặc bài không mở cho bạn',
  seeNew: 'Xem bài mới',
  draft: 'Bản nháp',
  onlyYou: 'Chỉ mình bạn',
  followers: 'Người theo dõi',
  edit: 'Sửa',
  share: 'Chia sẻ',
  copied: 'Đã sao chép liên kết.',
  notCopied: 'Trình duyệt này không cho phép sao chép. Địa chỉ nằm ở thanh phía trên.',
  places: 'Địa điểm',
  drawing: 'Đang vẽ bản đồ',
  where: '“{title}” ở đâu',
  nameless: 'Địa điểm chưa có tên',
});
