// What a message is: a text with {placeholders}, or one text per plural form; and what becomes of it in a language.

/** The forms of a counted message; which one is meant, Intl says of `{count}`. Languages without plurals have `other` alone. */
type Plural = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };
type Message = string | Plural;
export type Messages = Readonly<Record<string, Message>>;
type Value = string | number;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type FormsOf<M> = M extends string ? M : M extends Plural ? M[keyof M & Intl.LDMLPluralRule] : never;
type PlaceholdersOf<M> = NamesIn<FormsOf<M>> | (M extends string ? never : 'count');
type Values<M> = { readonly [Name in PlaceholdersOf<M>]: Name extends 'count' ? number : Value };

/** Messages as components use them: plain ones are strings, those with placeholders are functions of their values. */
export type Words<M extends Messages> = {
  readonly [Key in keyof M]: [PlaceholdersOf<M[Key]>] extends [never] ? string : (values: Values<M[Key]>) => string;
};

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false;
type Translation<Source extends Messages, Own> = {
  readonly [Key in keyof Own]: Key extends keyof Source
    ? Same<PlaceholdersOf<Source[Key]>, PlaceholdersOf<Own[Key]>> extends true
      ? Own[Key]
      : { error: 'these are the placeholders'; of: PlaceholdersOf<Source[Key]> }
    : never;
};

/** Write a room's messages in the language the others are translated from. */
export function messages<const M extends Messages>(written: M): M {
  return written;
}

/** Translate a room's messages: a missing key, one too many or another placeholder is a type error. */
export function translationOf<Source extends Messages>() {
  return <const Own extends Readonly<Record<keyof Source, Message>>>(own: Own & Translation<Source, Own>): Own => own;
}

/** Make messages ready to be used; numbers are written and plurals chosen as `locale` does it. */
export function wordsIn(locale: string, written: Messages): Record<string, unknown> {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const filled = (text: string, values: Record<string, Value>) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? number.format(value) : value;
    });
  const ready = (message: Message) => {
    if (typeof message !== 'string') return (values: { count: number }) => filled(message[rules.select(values.count)] ?? message.other, values);
    return /\{\w+\}/.test(message) ? (values: Record<string, Value>) => filled(message, values) : message;
  };
  return Object.fromEntries(Object.entries(written).map(([key, message]) => [key, ready(message)]));
}
