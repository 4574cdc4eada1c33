// What stands around the pages, in Vietnamese.
import { translationOf } from '../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  skip: 'Chuyển đến nội dung',
  mainNavigation: 'Điều hướng chính',
  map: 'Bản đồ',
  search: 'Tìm kiếm',
  write: 'Viết',
  you: 'Của bạn',
  signIn: 'Đăng nhập',
  offlinePage: 'Bạn đang ngoại tuyến và chưa từng mở trang này',
  offlineRemedy: 'Trang sẽ mở được khi có mạng trở lại.',
  about: 'Tập bản đồ của mọi người. Ảnh do AI đọc; lời văn do con người viết.',
  explorer: 'Trình khám phá GraphQL',
  language: 'Ngôn ngữ',
  newVersion: 'Đã có phiên bản Waymark mới. Những gì bạn viết vẫn được giữ.',
  loadNewVersion: 'Tải phiên bản mới',
  noPath: 'Không có trang nào ở đây',
  toTheBeginning: 'Về trang đầu',
  cannotStart: 'Waymark không khởi động được',
  pageFailed: 'Trang này gặp lỗi',
  pageFailedRemedy: 'Đây là lỗi của chúng tôi. Bạn hãy tải lại trang; bản nháp của bạn vẫn được lưu.',
  loadAgain: 'Tải lại',
  openingPage: 'Đang mở trang',
});
