// What every room says, in Vietnamese.
import { translationOf } from '../i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  waiting: '{what} …',
  tryAgain: 'Thử lại',
  justNow: 'vừa xong',
  offline: 'Bạn đang ngoại tuyến.',
  noAnswer: 'Dịch vụ không phản hồi.',
  nothingLost: 'Những gì của bạn vẫn còn nguyên. Bạn hãy thử lại sau giây lát.',
  emptyAnswer: 'Dịch vụ không trả lời.',
  failed: 'Dịch vụ gặp sự cố. Bạn hãy thử lại sau giây lát.',
  sessionEnded: 'Phiên đăng nhập của bạn đã kết thúc. Bạn hãy đăng nhập lại.',
  Unauthenticated: 'Bạn hãy đăng nhập để làm việc này.',
  Unauthorized: 'Nội dung này không mở cho bạn. Bạn hãy đăng nhập, hoặc dùng tài khoản khác.',
  UnauthorizedException: 'Dịch vụ không còn nhận ra bạn. Bạn hãy đăng nhập lại.',
  InvalidCursor: 'Danh sách này đã thay đổi quá nhiều. Bạn hãy tải lại trang.',
  Throttled: 'Đang có quá nhiều người truy cập. Bạn hãy thử lại sau giây lát.',
  MaxSubscriptionsReachedError: 'Bạn đang mở quá nhiều trang cùng lúc. Hãy đóng bớt một thẻ của trang này.',
  NOT_FOUND: 'Nội dung này không còn, hoặc không mở cho bạn.',
  FORBIDDEN: 'Bạn được xem nhưng không được sửa nội dung này.',
  CONFLICT: 'Có người đã sửa nội dung này sau khi bạn mở nó.',
  INVALID_INPUT: 'Thông tin bạn nhập chưa đúng quy định.',
  HANDLE_TAKEN: 'Tên người dùng này đã có người dùng. Bạn hãy chọn tên khác.',
  IDEMPOTENCY_KEY_REUSED: 'Yêu cầu này đã được gửi với nội dung khác.',
  LIMIT_REACHED: 'Vượt quá giới hạn cho phép. Bạn hãy bỏ bớt trước.',
  RATE_LIMITED: 'Bạn thao tác quá nhiều lần. Vui lòng đợi một chút.',
});
