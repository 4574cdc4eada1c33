// The Vietnamese messages of channels.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  channel: 'Kênh',
  loading: 'Đang tải kênh',
  notFound: 'Không có kênh @{handle}',
  seeVideos: 'Xem tất cả video',
  subscribers: { other: '{count} người đăng ký' },
  subscribe: 'Đăng ký',
  subscribed: 'Đã đăng ký',
  bell: 'Thông báo cho tôi khi có video mới',
  couldNotSave: 'Chưa lưu: {why}',
  by: 'Kênh của {name}',
  videos: 'Video',
  noVideos: 'Chưa có video nào',
  showMore: 'Xem thêm video',
  yours: 'Kênh của bạn',
  yoursNote: 'Tất cả video của bạn xuất hiện trên kênh. Mọi người có thể đăng ký và nhận thông báo về video mới.',
  create: 'Tạo kênh',
  edit: 'Chỉnh sửa kênh',
  handle: 'Tên người dùng',
  handleHint: '3 đến 30 ký tự: a đến z, 0 đến 9 và _. Không ai khác có thể dùng tên này.',
  title: 'Tiêu đề',
  description: 'Mô tả',
  banner: 'Ảnh bìa',
  noBanner: 'Không có',
  bannerHint: 'Một khoảnh khắc trong một video công khai của bạn.',
  bannerSecond: 'Giây trong video',
  save: 'Lưu',
  saved: 'Đã lưu',
  remove: 'Xóa kênh',
  removeQuestion: 'Xóa “{title}”?',
  removeConsequence: {
    other:
      'Mọi video, buổi phát trực tiếp và bản xem lại của bạn bị xóa theo, cùng bình luận và lượt thích. Bạn mất {count} người đăng ký, tên kênh, khóa luồng và danh sách người bị cấm trò chuyện. Không thể hoàn tác.',
  },
  removed: 'Kênh của bạn đã bị xóa. Video và các buổi phát sẽ biến mất trong vài phút.',
});
