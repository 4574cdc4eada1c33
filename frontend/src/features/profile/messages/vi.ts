// What is said on one’s own page and of one’s profile, in Vietnamese.
import { translationOf } from '../../../shared/i18n/message';
import type { en } from './en';

export const vi = translationOf<typeof en>()({
  profile: 'Hồ sơ',
  name: 'Tên',
  handle: 'Tên người dùng',
  handleRule: '3 đến 30 ký tự a–z, 0–9 và _. Đây là địa chỉ của bạn: địa chỉ cũ sẽ không còn dẫn đến ai.',
  aboutYou: 'Giới thiệu về bạn',
  save: 'Lưu',
  profileSaved: 'Hồ sơ của bạn đã được lưu.',
  profileChanged: 'Hồ sơ đã được sửa ở nơi khác. Những gì bạn gõ vẫn còn đây; hãy xem lại rồi lưu lần nữa.',
  picture: 'Ảnh của bạn',
  choosePicture: 'Chọn ảnh',
  changePicture: 'Đổi ảnh',
  removePicture: 'Gỡ ảnh',
  pictureRemoved: 'Ảnh của bạn đã được gỡ.',
  pictureHint: 'Phần giữa ảnh được hiển thị thành hình vuông. Vị trí được xóa.',
  pictureIsRead: 'Ảnh của bạn đang được xử lý',
  pictureIsLive: 'Mọi người đã thấy ảnh mới của bạn.',
  you: 'Bạn',
  openingYourPage: 'Đang mở trang của bạn',
  writeArticle: 'Viết bài',
  notifications: 'Thông báo',
  newNotifications: { other: '{count} thông báo mới' },
  asOthersSeeYou: 'Như người khác thấy bạn',
  signOut: 'Đăng xuất',
  articles: { other: '{count} bài đã đăng' },
  followers: { other: '{count} người theo dõi' },
  following: { other: 'đang theo dõi {count}' },
});
