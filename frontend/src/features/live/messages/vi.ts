// What is said of the live line, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  away: 'Mất kết nối từ {time}. Đang kết nối lại; những gì bạn bỏ lỡ sẽ hiện ra.',
  back: 'Đã kết nối lại. Bạn vắng mặt từ {from} đến {to}; những gì bạn bỏ lỡ đã có ở đây.',
});
