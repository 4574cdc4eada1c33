// What is said of likes, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  likes: { other: 'lượt thích' },
  who: 'Ai đã thích',
  nobody: 'Chưa có ai',
  more: 'Xem thêm',
  close: 'Đóng',
  reading: 'Đang xem ai đã thích',
  takenBack: 'Chưa thực hiện được: {why}',
});
