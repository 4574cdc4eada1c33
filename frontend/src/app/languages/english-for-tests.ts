// Sets the language of unit tests to English.
import { setLanguage } from '../../shared/i18n/language';
import { messageFiles } from './en';
import { collectCatalogs } from './load-language';

setLanguage('en', collectCatalogs(messageFiles, 'en'), ['en-US']);
