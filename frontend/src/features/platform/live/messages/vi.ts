// The Vietnamese messages of the connection notice.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  offlineSince: 'Bạn ngoại tuyến từ {time}. Hoạt động mới sẽ hiện khi có mạng trở lại.',
  back: 'Đã trực tuyến trở lại và cập nhật đầy đủ.',
});
