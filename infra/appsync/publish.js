// A publisher's mutation: what it was given is the event that subscribers get.

export function request(ctx) {
  // publishComment announces a CommentEvent.
  const typename = `${ctx.info.fieldName.slice('publish'.length)}Event`;
  return { payload: { ...ctx.args.input, __typename: typename } };
}

export function response(ctx) {
  return ctx.result;
}
