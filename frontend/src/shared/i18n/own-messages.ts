// Messages of a feature that few people open: they load with it, in every language, instead of with every page.
import { getLanguage, getLocale, type Language, useLanguage } from './language';
import { type CompiledMessages, compileMessages, type Messages } from './message';

/** Return access to these messages: a hook for components and a function for other code. */
export function createOwnMessageHooks<M extends Messages>(translations: Readonly<Record<Language, Messages>>) {
  const compiled = new Map<string, CompiledMessages<M>>();

  function getMessages(): CompiledMessages<M> {
    const locale = getLocale();
    const messages =
      compiled.get(locale) ?? (compileMessages(locale, translations[getLanguage()]) as CompiledMessages<M>);
    compiled.set(locale, messages);
    return messages;
  }

  function useMessages(): CompiledMessages<M> {
    useLanguage();
    return getMessages();
  }

  return { useMessages, getMessages };
}
