// What is said of comments, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  title: { other: '{count} bình luận' },
  reading: 'Đang tải bình luận',
  none: 'Chưa có ai bình luận',
  more: 'Xem thêm bình luận',
  moreReplies: 'Xem thêm câu trả lời',
  signInToSay: '<link>Đăng nhập</link> để bình luận.',
  yourComment: 'Bình luận của bạn',
  yourReply: 'Câu trả lời của bạn',
  comment: 'Bình luận',
  reply: 'Trả lời',
  edit: 'Sửa',
  save: 'Lưu',
  cancel: 'Hủy',
  delete: 'Xóa',
  deleteSure: 'Xóa bình luận này?',
  deleted: 'Bình luận này đã bị xóa.',
  edited: 'đã sửa',
  posted: 'Bình luận của bạn đã được đăng.',
  deletedIt: 'Bình luận đã được xóa.',
  sending: 'Đang gửi …',
  you: 'Bạn',
  changedMeanwhile: 'Bình luận đã được sửa trong lúc bạn viết. Nội dung hiện tại:',
  saveMine: 'Lưu bản của tôi',
  keepTheirs: 'Giữ bản hiện tại',
  refused: 'Chưa thực hiện được: {why}',
});
