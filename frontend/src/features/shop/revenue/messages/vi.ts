// The Vietnamese messages of revenue.
import { defineTranslation } from '../../../../shared/i18n/message';
import type { en } from './en';

export const vi = defineTranslation<typeof en>()({
  revenue: 'Doanh thu',
  loading: 'Đang tải doanh thu của bạn',
  none: 'Chưa bán được gì trong thời gian này',
  noneRemedy: 'Khi có người trả tiền cho một sản phẩm của bạn, số tiền sẽ hiện ở đây.',
  yourProducts: 'Sản phẩm của bạn',
  period: 'Thời gian',
  months: { other: '{count} tháng gần nhất' },
  currencies: 'Loại tiền',
  sold: 'Đã bán',
  refunded: 'Đã hoàn lại',
  pieces: 'Số món đã bán',
  byMonth: 'Theo tháng',
  byProduct: 'Theo sản phẩm',
  byPlace: 'Theo địa điểm',
  month: 'Tháng',
  product: 'Sản phẩm',
  place: 'Địa điểm',
  noPlace: 'Không có địa điểm',
  unnamedPlace: 'Địa điểm chưa có tên gần {position}',
  goneProduct: 'Một sản phẩm không còn nữa',
  highest: 'Doanh thu theo tháng. Cao nhất là {amount}, vào {month}.',
  piecesSold: { other: 'Đã bán {count} món' },
  refundedAmount: 'Đã hoàn {amount}',
  rest: 'Phần còn lại',
  dates:
    'Chuyến đi bộ được tính theo ngày ở nơi đó, những món khác theo ngày của bạn. Tiền hoàn lại được trừ vào tháng bán hàng.',
});
