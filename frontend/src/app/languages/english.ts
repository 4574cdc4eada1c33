// What every unit test begins with: the site speaks English.
import { speak } from '../../shared/i18n/language';
import { written } from './en';
import { byRoom } from './languages';

speak('en', byRoom(written, 'en'), ['en-US']);
