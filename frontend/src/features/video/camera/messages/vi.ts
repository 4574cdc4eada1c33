// The Vietnamese messages of going live with the camera of this device.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  heading: 'Phát trực tiếp bằng máy ảnh này: “{title}”',
  opening: 'Đang mở máy ảnh: hãy cho phép nếu trình duyệt hỏi.',
  preview: 'Hình ảnh từ máy ảnh của bạn',
  camera: 'Máy ảnh',
  microphone: 'Micrô',
  noMicrophone: 'Không tìm thấy micrô: người xem sẽ không nghe thấy gì.',
  unnamed: 'Thiết bị {number}',
  mute: 'Tắt micrô',
  goLive: 'Phát trực tiếp bằng máy ảnh này',
  goLiveQuestion: 'Phát trực tiếp bằng máy ảnh này?',
  keyConsequence:
    'Máy ảnh cần một khóa luồng mới, nên khóa cũ không dùng được nữa: để phát từ OBS sau này, hãy lấy khóa mới. Buổi phát đã bắt đầu bằng khóa cũ vẫn tiếp tục.',
  close: 'Tắt máy ảnh',
  end: 'Kết thúc buổi phát',
  endQuestion: 'Kết thúc “{title}”?',
  endConsequence: 'Không thể tiếp tục buổi phát này.',
  ready: 'Hiện chỉ mình bạn thấy hình ảnh này.',
  connecting: 'Đang kết nối',
  live: 'Bạn đang phát trực tiếp.',
  lost: { other: 'Mất kết nối. Thử lại sau {count} giây.' },
  notLoaded: 'Không tải được một phần của trang. Hãy kiểm tra kết nối rồi thử lại.',
  ended: 'Buổi phát đã kết thúc.',
  leaveQuestion: 'Bạn đang phát trực tiếp. Nếu rời trang này, máy ảnh sẽ dừng. Rời đi?',
  tryAgain: 'Thử lại',
  REFUSED:
    'Trình duyệt không cho trang này dùng máy ảnh. Hãy cho phép máy ảnh và micrô trong phần cài đặt của trang, cạnh địa chỉ, rồi thử lại.',
  MISSING: 'Không tìm thấy máy ảnh. Hãy kết nối máy ảnh rồi thử lại.',
  BUSY: 'Không dùng được máy ảnh: có thể chương trình khác đang dùng. Hãy đóng chương trình đó rồi thử lại.',
  GONE: 'Máy ảnh hoặc micrô đã bị ngắt. Hãy kết nối lại rồi thử lại.',
  UNSUPPORTED: 'Trình duyệt này không phát trực tiếp được. Hãy dùng trình duyệt khác, hoặc OBS với khóa luồng của bạn.',
  KEY: 'Khóa luồng đã bị thay từ trang hoặc thiết bị khác. Hãy phát lại để lấy khóa mới.',
  IN_USE: 'Khóa luồng của bạn đang được dùng ở nơi khác, chẳng hạn OBS hoặc thiết bị khác. Hãy dừng ở đó rồi phát lại.',
});
