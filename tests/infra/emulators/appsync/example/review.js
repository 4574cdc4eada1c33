import { util } from '@aws-appsync/utils';

export function request(ctx) {
  const { bookId, stars } = ctx.args.input;
  if (stars < 1 || stars > 5) util.error('A book gets one to five stars.', 'InvalidStars');
  return { payload: { bookId, stars, writtenAt: util.time.nowISO8601() } };
}

export function response(ctx) {
  return ctx.result;
}
