// The Vietnamese messages of the photo viewer.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  photos: 'Ảnh',
  viewPhoto: 'Xem ảnh: {alt}',
  noDescription: 'chưa có mô tả',
  close: 'Đóng',
  previous: 'Ảnh trước',
  next: 'Ảnh sau',
  position: 'Ảnh {place}/{count}',
  caption: 'Chú thích',
  ai: 'AI',
  detected: 'AI nhận diện',
  textInPhoto: 'Chữ trong ảnh',
  none: 'Không có',
  labelledAutomatically: 'Gắn nhãn tự động',
  confidence: 'Độ tin cậy {percent} %',
});
