// The Vietnamese messages of articles.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  article: 'Bài viết',
  loading: 'Đang tải bài viết',
  notFound: 'Bài viết không tồn tại hoặc không được chia sẻ với bạn',
  seeLatest: 'Xem bài viết mới nhất',
  edited: 'đã chỉnh sửa <when></when>',
  unpublishedChanges: 'Có thay đổi chưa đăng',
  draft: 'Bản nháp',
  private: 'Riêng tư',
  followers: 'Người theo dõi',
  edit: 'Chỉnh sửa',
});
