// What is said of the live line, in English.
import { messages } from '../../../shared/i18n/message';

export const en = messages({
  away: 'Offline since {time}. Trying to connect; what you miss will come.',
  back: 'Back online. You were away from {from} to {to}; what you missed is here.',
});
