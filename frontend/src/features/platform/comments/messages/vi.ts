// The Vietnamese messages of comments.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  comments: 'Bình luận',
  title: { other: '{count} bình luận' },
  loading: 'Đang tải bình luận',
  none: 'Chưa có bình luận',
  showMore: 'Xem thêm bình luận',
  showMoreReplies: 'Xem thêm trả lời',
  signInToComment: '<link>Đăng nhập</link> để bình luận.',
  yourComment: 'Bình luận của bạn',
  yourReply: 'Trả lời của bạn',
  comment: 'Bình luận',
  reply: 'Trả lời',
  edit: 'Chỉnh sửa',
  save: 'Lưu',
  cancel: 'Hủy',
  delete: 'Xóa',
  confirmDelete: 'Xóa bình luận này?',
  deleted: 'Bình luận này đã bị xóa',
  edited: 'đã chỉnh sửa',
  posted: 'Đã đăng bình luận',
  commentDeleted: 'Đã xóa bình luận',
  sending: 'Đang gửi …',
  you: 'Bạn',
  editedMeanwhile: 'Bình luận vừa được chỉnh sửa. Nội dung hiện tại:',
  replaceWithMine: 'Thay bằng bản của tôi',
  keepNewVersion: 'Giữ bản mới',
  couldNotSave: 'Không lưu được: {why}',
});
