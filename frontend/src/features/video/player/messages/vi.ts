// The Vietnamese messages of the player.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  player: 'Trình phát “{title}”',
  play: 'Phát',
  pause: 'Tạm dừng',
  mute: 'Tắt tiếng',
  unmute: 'Bật tiếng',
  volume: 'Âm lượng',
  seek: 'Vị trí',
  position: '{now} trên {whole}',
  speed: 'Tốc độ',
  quality: 'Chất lượng',
  auto: 'Tự động',
  pictureInPicture: 'Hình trong hình',
  fullscreen: 'Toàn màn hình',
  captions: 'Phụ đề',
  transcript: 'Lời thoại',
  transcriptNote: 'Lời thoại do máy nhận dạng nên có thể sai.',
  transcriptHint: 'Nhấn vào một dòng để đến đoạn đó.',
  playVideo: 'Phát “{title}”',
  cannotWatch: 'Ở đây có một video. Video đã bị xóa hoặc bạn không xem được.',
  notLiveYet: 'Video của bạn chưa phát được. Cho đến lúc đó, chưa ai khác xem được ở đây.',
  lost: 'Bạn không còn xem được video này nữa.',
  cannotPlay: 'Trình duyệt này không phát được video.',
});
