// The choice of language; it is remembered, and heard at once on every page of this tab.
import { type Language, LANGUAGES, remember, useLanguage } from '../shared/i18n/language';
import { load } from './languages/languages';
import { useWords } from './messages/words';

export function LanguageSwitch() {
  const words = useWords();
  const { language } = useLanguage();

  function choose(chosen: Language) {
    remember(chosen);
    void load(chosen);
  }

  return (
    <label className="foot-language">
      {words.language}{' '}
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
