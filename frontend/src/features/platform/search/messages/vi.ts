// The Vietnamese messages of search.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  search: 'Tìm kiếm',
  title: 'Tìm kiếm',
  tag: 'Thẻ',
  tagHint: 'ví dụ: núi',
  label: 'Trong ảnh',
  labelHint: 'ví dụ: dog, castle',
  photosOf: 'Ảnh có {label}',
  tagged: '#{tag} và ảnh có {label}',
  showOnMap: 'Xem #{tag} trên bản đồ',
  clear: 'Xóa',
  popularTags: 'Thẻ phổ biến',
  popularLabels: 'Phổ biến trong ảnh',
  searching: 'Đang tìm',
  noResults: 'Không có kết quả',
  noResultsHint: 'Hãy tìm bằng thẻ hoặc nhãn đầy đủ. Thử một trong những từ sau.',
  showMore: 'Xem thêm',
  mayHaveMore: 'Có thể còn kết quả ở các trang sau.',
});
