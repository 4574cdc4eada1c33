// Messages: text with {placeholders}, or one text per plural form, checked by types and compiled for a locale.
import { isolate } from '../text';

/** One text per plural form; Intl chooses by `{count}`. Languages without plurals have only `other`. */
type Plural = { readonly [Form in Intl.LDMLPluralRule]?: string } & { readonly other: string };
type Message = string | Plural;
export type Messages = Readonly<Record<string, Message>>;
type Value = string | number;

type PlaceholdersIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholdersIn<Rest> : never;
type TextsOf<M> = M extends string ? M : M extends Plural ? M[keyof M & Intl.LDMLPluralRule] : never;
type PlaceholdersOf<M> = PlaceholdersIn<TextsOf<M>> | (M extends string ? never : 'count');
type Values<M> = { readonly [Name in PlaceholdersOf<M>]: Name extends 'count' ? number : Value };

/** Messages as components use them: strings, or functions where there are placeholders. */
export type CompiledMessages<M extends Messages> = {
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

/** Define a feature's messages in the source language. */
export function defineMessages<const M extends Messages>(source: M): M {
  return source;
}

/** Translate a feature's messages. A missing key, an extra key or a different placeholder is a type error. */
export function defineTranslation<Source extends Messages>() {
  return <const Own extends Readonly<Record<keyof Source, Message>>>(own: Own & Translation<Source, Own>): Own => own;
}

/** Compile messages for a locale, which formats numbers and chooses plural forms. */
export function compileMessages(locale: string, written: Messages): Record<string, unknown> {
  const rules = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  const fillPlaceholders = (text: string, values: Record<string, Value>) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? number.format(value) : isolate(value);
    });
  const compile = (message: Message) => {
    if (typeof message !== 'string')
      return (values: { count: number }) =>
        fillPlaceholders(message[rules.select(values.count)] ?? message.other, values);
    return /\{\w+\}/.test(message) ? (values: Record<string, Value>) => fillPlaceholders(message, values) : message;
  };
  return Object.fromEntries(Object.entries(written).map(([key, message]) => [key, compile(message)]));
}
