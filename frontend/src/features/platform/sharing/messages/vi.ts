// The Vietnamese messages of sharing.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  share: 'Chia sẻ',
  linkCopied: 'Đã sao chép liên kết',
  linkNotCopied: 'Không sao chép được liên kết. Hãy sao chép từ thanh địa chỉ.',
});
