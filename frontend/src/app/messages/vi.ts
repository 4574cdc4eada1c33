// The Vietnamese messages of the site around its pages.
import { defineTranslation } from '../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  skip: 'Chuyển đến nội dung chính',
  mainNavigation: 'Điều hướng chính',
  map: 'Bản đồ',
  search: 'Tìm kiếm',
  shop: 'Cửa hàng',
  videos: 'Video',
  write: 'Viết',
  profile: 'Hồ sơ',
  signIn: 'Đăng nhập',
  offlinePage: 'Bạn đang ngoại tuyến và trang này chưa được lưu trên thiết bị',
  offlineRemedy: 'Trang sẽ tải khi có mạng trở lại.',
  about: 'Những câu chuyện ghim trên bản đồ. AI mô tả ảnh, con người viết lời.',
  explorer: 'Trình khám phá GraphQL',
  licences: 'Giấy phép',
  language: 'Ngôn ngữ',
  newVersion: 'Đã có phiên bản mới. Nội dung bạn viết vẫn được giữ.',
  update: 'Cập nhật',
  pageNotFound: 'Không tìm thấy trang',
  goHome: 'Về trang chủ',
  cannotStart: 'Không khởi động được Waymark',
  pageFailed: 'Đã xảy ra lỗi',
  pageFailedRemedy: 'Lỗi từ phía chúng tôi. Hãy tải lại trang, bản nháp của bạn vẫn an toàn.',
  reload: 'Tải lại',
  loadingPage: 'Đang tải trang',
});
