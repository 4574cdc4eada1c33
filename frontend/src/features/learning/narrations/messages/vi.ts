// The Vietnamese messages of listening to articles.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  title: 'Nghe bài viết này',
  loading: 'Đang tải',
  what: 'Bài viết được đọc bằng giọng máy. Bản đọc chỉ được tạo một lần, khi có người yêu cầu lần đầu.',
  make: 'Tạo bản đọc',
  notMade: 'Chưa ai yêu cầu đọc bài viết này.',
  signIn: 'Đăng nhập để tạo bản đọc',
  offline: 'Bạn đang ngoại tuyến. Việc này cần có kết nối.',
  waiting: 'Đang chờ giọng đọc',
  making: 'Giọng máy đang đọc bài viết',
  sound: 'Âm thanh',
  player: 'Bản đọc của bài viết',
  soundFailed: 'Không tải được âm thanh. Hãy kiểm tra kết nối rồi thử lại.',
  tryAgain: 'Thử lại',
  OVER_BUDGET: 'Ngân sách đọc của hôm nay đã hết. Hãy thử lại vào ngày mai.',
  INTERRUPTED: 'Việc đọc bị gián đoạn. Hãy thử lại.',
  INTERNAL: 'Đã xảy ra lỗi ở phía chúng tôi. Hãy thử lại sau vài phút.',
  model: 'Nghe giọng đọc mẫu',
  notRead: 'Giọng đọc không đọc đoạn này.',
});
