// What is said of searching, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  search: 'Tìm kiếm',
  title: 'Tìm theo thẻ, hoặc theo những gì AI nhìn thấy',
  tag: 'Thẻ',
  tagHint: 'Từ mà tác giả đã gắn',
  label: 'Trong ảnh',
  labelHint: 'Những gì AI nhìn thấy, bằng tiếng Anh',
  photosOf: 'Ảnh có {label}',
  tagged: '#{tag} và ảnh có {label}',
  onMap: 'Xem #{tag} trên bản đồ',
  clear: 'Xoá',
  newestTags: 'Thẻ của các bài viết mới nhất',
  newestLabels: 'Có trong các ảnh bìa mới nhất',
  looking: 'Đang tìm',
  nothing: 'Không có bài nào như vậy',
  nothingHint: 'Thẻ và nhãn được tìm theo tên đầy đủ. Hãy thử một trong những từ này, hoặc bớt từ đi.',
  more: 'Xem thêm',
  someLeft: 'Có thể còn nữa: trang này bị cắt ngắn.',
});
