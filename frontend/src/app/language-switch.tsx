// The language switch; the choice is remembered.
import { type Language, LANGUAGES, rememberLanguage, useLanguage } from '../shared/i18n/language';
import { loadLanguage } from './languages/load-language';
import { useMessages } from './messages/use-messages';

export function LanguageSwitch() {
  const messages = useMessages();
  const { language } = useLanguage();

  function choose(chosen: Language) {
    rememberLanguage(chosen);
    void loadLanguage(chosen);
  }

  return (
    <label className="foot-language">
      {messages.language}{' '}
      <select className="input" value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([tag, { name }]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
