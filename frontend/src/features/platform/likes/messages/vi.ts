// The Vietnamese messages of likes.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  likes: { other: 'lượt thích' },
  likedBy: 'Người đã thích',
  none: 'Chưa có lượt thích',
  showMore: 'Xem thêm người',
  close: 'Đóng',
  loading: 'Đang tải',
  couldNotSave: 'Không lưu được: {why}',
});
