// A photo that a flashcard asks about says nothing of its answer.
import { expect, it } from 'vitest';
import { namesPlace } from './flashcard-photo';

it.each([
  ['The SUMMER palace in spring', 'Summer Palace, Beijing', true],
  ['A lake near Beijing', 'Summer Palace, Beijing', true],
  ['A stone boat', 'Summer Palace, Beijing', false],
  ['A stone boat', 'Hội An,', false],
])('in “%s” of %s: %s', (words, place, isNamed) => expect(namesPlace(words, place)).toBe(isNamed));
