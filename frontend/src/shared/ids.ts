// The ids of items as addresses hold them.

const FORM = /^([a-z]{1,30}_)?[0-9A-Za-z-]{1,64}$/;

/** Tell whether a text has the form that the API asks of ids (`resolvers/core/ids.py`). */
export function isId(text: string): boolean {
  return FORM.test(text);
}
