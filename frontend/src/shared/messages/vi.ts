// What every room says, in Vietnamese.
import { translationOf } from '../i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  waiting: '{what} …',
  tryAgain: 'Thử lại',
  justNow: 'vừa xong',
  offline: 'Bạn đang ngoại tuyến.',
  noAnswer: 'Dịch vụ không phản hồi.',
  emptyAnswer: 'Dịch vụ không trả lời.',
  NOT_FOUND: 'Nội dung này không còn, hoặc không mở cho bạn.',
  FORBIDDEN: 'Bạn được xem nhưng không được sửa nội dung này.',
  CONFLICT: 'Có người đã sửa nội dung này sau khi bạn mở nó.',
  INVALID_INPUT: 'Thông tin bạn nhập chưa đúng quy định.',
  HANDLE_TAKEN: 'Tên người dùng này đã có người dùng. Bạn hãy chọn tên khác.',
  IDEMPOTENCY_KEY_REUSED: 'Yêu cầu này đã được gửi với nội dung khác.',
  LIMIT_REACHED: 'Vượt quá giới hạn cho phép. Bạn hãy bỏ bớt trước.',
  RATE_LIMITED: 'Bạn thao tác quá nhiều lần. Vui lòng đợi một chút.',
});
