// What is said around photos, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  photos: 'Ảnh',
  enlarge: 'Xem ảnh cỡ lớn: {alt}',
  aPhoto: 'ảnh chưa có mô tả',
  close: 'Đóng',
  previous: 'Ảnh trước',
  next: 'Ảnh sau',
  place: 'Ảnh {place} / {count}',
  authorSays: 'Tác giả viết',
  ai: 'AI',
  aiSees: 'AI nhìn thấy',
  aiReads: 'Chữ AI đọc được trong ảnh',
  nothingSaid: 'Không có gì.',
  readBy: 'Do {name} {version} nhận diện',
  sure: 'Chắc chắn {percent} %',
});
