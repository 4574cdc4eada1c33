// What learning changes in the cache: the decks, what is in them, and what is due.
import { relayPagination } from '@urql/exchange-graphcache/extras';
import {
  type CacheRules,
  getInput,
  invalidateFields,
  type MutationRule,
  VIEWER,
} from '../../../shared/graphql/cache-rules';

const invalidateDecks: MutationRule = (_result, _args, cache) => invalidateFields(cache, VIEWER, 'decks');

const invalidateStudy: MutationRule = (_result, _args, cache) => {
  invalidateFields(cache, VIEWER, 'learning');
  invalidateFields(cache, 'Query', 'dueFlashcards');
};

const invalidateDeck: MutationRule = (result, args, cache, info, subjects) => {
  const { deckId } = getInput(args);
  if (deckId) cache.invalidate({ __typename: 'Deck', id: deckId });
  invalidateStudy(result, args, cache, info, subjects);
};

export const flashcardsCache: CacheRules = {
  resolvers: { Viewer: { decks: relayPagination() }, Deck: { flashcards: relayPagination() } },
  mutations: {
    createDeck: invalidateDecks,
    deleteDeck: (result, args, cache, info, subjects) => {
      cache.invalidate({ __typename: 'Deck', id: getInput(args).id ?? '' });
      invalidateDecks(result, args, cache, info, subjects);
      invalidateStudy(result, args, cache, info, subjects);
    },
    createFlashcard: invalidateDeck,
    editFlashcard: (result, args, cache, info, subjects) => {
      const { deckId } = getInput(args);
      if (!deckId) return;
      invalidateFields(cache, 'Query', 'deck'); // the one that it left, too
      invalidateDeck(result, args, cache, info, subjects);
    },
    suggestFlashcards: invalidateDeck,
    keepFlashcards: invalidateDeck,
    deleteFlashcard: (result, args, cache, info, subjects) => {
      cache.invalidate({ __typename: 'Flashcard', id: getInput(args).id ?? '' });
      invalidateStudy(result, args, cache, info, subjects);
    },
    suspendFlashcard: invalidateStudy,
    resumeFlashcard: invalidateStudy,
    undoReview: invalidateStudy,
    updateLearner: invalidateStudy,
  },
};
