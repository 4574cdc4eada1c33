// Fields whose answer never changes; what is not named here is null.
const ANSWERS = {
  note: { tag: 'note' },
  items: [{ id: '1' }, { id: '2' }, { id: '3' }],
  coerced: 'yes',
  signedOnly: 'yes',
  keyOnly: 'yes',
  onBegun: { tag: 'begun' },
};

export function request() {
  return { payload: {} };
}

export function response(ctx) {
  return ANSWERS[ctx.info.fieldName] || null;
}
