// The Vietnamese messages of search by meaning.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  question: 'Bạn đang tìm gì?',
  questionHint: 'ví dụ: how the walls survive an earthquake',
  find: 'Tìm',
  similar: 'Bài viết tương tự',
  found: 'Đoạn văn về “{question}”',
  answer: 'Câu trả lời từ các bài viết',
  searching: 'Đang tìm',
  nothing: 'Không tìm thấy gì',
  nothingHint: 'Không có bài viết nào bạn được đọc nói về điều này. Hãy diễn đạt cách khác, hoặc tìm theo thẻ.',
});
