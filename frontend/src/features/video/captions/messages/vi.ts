// The Vietnamese messages of editing captions.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  captions: 'Phụ đề',
  loadingCaptions: 'Đang tải phụ đề',
  captionLanguage: 'Ngôn ngữ, chẳng hạn en-US hoặc vi',
  captionFile: 'Thay tất cả các dòng bằng tệp WebVTT',
  downloadCaptions: 'Tải xuống dạng WebVTT',
  noCues: 'Tệp này không có phụ đề WebVTT.',
  lineStart: 'Thời điểm bắt đầu của dòng {number}',
  lineEnd: 'Thời điểm kết thúc của dòng {number}',
  lineText: 'Nội dung của dòng {number}',
  playLine: 'Đến dòng {number}',
  removeLine: 'Xóa dòng {number}',
  addLine: 'Thêm dòng',
  wrongLineTime: 'Hãy viết thời gian của dòng {number} bằng phút và giây, chẳng hạn 1:02.500.',
  wrongLineOrder: 'Dòng {number} phải kết thúc sau khi bắt đầu, và bắt đầu khi dòng trước đã kết thúc.',
  captionsChanged: 'Phụ đề vừa thay đổi. Hãy tải lại trang để xem.',
  captionsFailed: 'Không tải được phụ đề. Hãy tải lại trang để thử lại.',
  save: 'Lưu',
  saved: 'Đã lưu',
});
