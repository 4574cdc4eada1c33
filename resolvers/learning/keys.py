"""Learning's rows in the one table, on one screen. Keys are pure functions of ids.

item              PK                    SK                      read by
learner           USER#user             LEARNER                 viewer.learning, consistent
study day         STUDY#user            day                     the streak and the days of viewer.learning
deck              DECK#deck             DECK                    get
own deck          USER#owner            DECK#deck               viewer.decks, consistent
flashcard         FLASHCARD#flashcard   FLASHCARD               get; GSI1 FLASHCARDS#deck
suggestion        FLASHCARD#flashcard   FLASHCARD               get; GSI1 SUGGESTIONS#deck until it is kept
due               DUE#owner             time#flashcard          dueFlashcards, consistent
evaluation        EVALUATION#id         EVALUATION              evaluation, consistent
its text          EVALUATION#id         DRAFT                   the writing worker
its findings      EVALUATION#id         FINDINGS                findings
its estimate      EVALUATION#id         ESTIMATE                estimate
its reading       EVALUATION#id         READING                 reading; the speaking worker
own evaluation    EVALUATIONS#owner#subject  time#evaluation    evaluations of texts, consistent
own reading       READINGS#owner#subject     time#evaluation    evaluations of recordings, consistent
evaluated text    EVALUATED#owner#subject    hash               evaluateWriting: the same text is read once;
                                                                the speaking worker: the same recording, too
judgement         JUDGEMENTS#owner      hash                    the writing worker: a model is asked the same once
judges' spend     SPEND#day             JUDGES                  before each paid call
circuit           CIRCUITS              provider                before each call; written by Powertools
audio version     AUDIO#article         AUDIO                   audioVersion; the narrations worker
voices' spend     SPEND#day             VOICES                  before each paid call
indexed article   PASSAGES#article      PASSAGES                what the vector index may hold of it
review            FLASHCARD#flashcard   REVIEW#review           undo and replay; GSI1 REVIEWS#owner
"""

from datetime import date, datetime
from typing import Final

from resolvers.core.keys import Key, time_key
from resolvers.core.model import iso

DECK: Final = "deck"
FLASHCARD: Final = "flashcard"
EVALUATION: Final = "evaluation"
CIRCUITS: Final = "CIRCUITS"
ARTICLE: Final = "post"  # the kind of subject that is read aloud


def learner(user_id: str) -> Key:
    return Key(f"USER#{user_id}", "LEARNER")


def study_day(user_id: str, day: date) -> Key:
    return Key(f"STUDY#{user_id}", day.isoformat())


def deck(deck_id: str) -> Key:
    return Key(f"DECK#{deck_id}", "DECK")


def own_deck(owner_id: str, deck_id: str) -> Key:
    return Key(f"USER#{owner_id}", f"DECK#{deck_id}")


def own_decks(owner_id: str) -> Key:
    """Return partition and prefix of a person's own decks."""
    return Key(f"USER#{owner_id}", f"DECK#{DECK}_")


def flashcard(flashcard_id: str) -> Key:
    return Key(f"FLASHCARD#{flashcard_id}", "FLASHCARD")


def flashcards_in(deck_id: str) -> str:
    return f"FLASHCARDS#{deck_id}"


def suggestions_in(deck_id: str) -> str:
    return f"SUGGESTIONS#{deck_id}"


def due(owner_id: str, at: datetime, flashcard_id: str) -> Key:
    return Key(due_of(owner_id), time_key(at, flashcard_id))


def due_of(owner_id: str) -> str:
    return f"DUE#{owner_id}"


def due_until(at: datetime) -> str:
    """Return the place in a person's due rows before which everything is due at a time."""
    return iso(at)


def review(flashcard_id: str, review_id: str) -> Key:
    return Key(f"FLASHCARD#{flashcard_id}", f"REVIEW#{review_id}")


def reviews(flashcard_id: str) -> Key:
    """Return partition and prefix of a flashcard's reviews."""
    return Key(f"FLASHCARD#{flashcard_id}", "REVIEW#")


def reviews_of(owner_id: str) -> str:
    return f"REVIEWS#{owner_id}"


def evaluation(evaluation_id: str) -> Key:
    return Key(f"EVALUATION#{evaluation_id}", "EVALUATION")


def evaluation_draft(evaluation_id: str) -> Key:
    return Key(f"EVALUATION#{evaluation_id}", "DRAFT")


def findings(evaluation_id: str) -> Key:
    return Key(f"EVALUATION#{evaluation_id}", "FINDINGS")


def estimate(evaluation_id: str) -> Key:
    return Key(f"EVALUATION#{evaluation_id}", "ESTIMATE")


def judgement(owner_id: str, question: str) -> Key:
    return Key(f"JUDGEMENTS#{owner_id}", question)


def judges_spend(day: date) -> Key:
    return Key(f"SPEND#{day.isoformat()}", "JUDGES")


def reading(evaluation_id: str) -> Key:
    return Key(f"EVALUATION#{evaluation_id}", "READING")


def own_evaluation(owner_id: str, subject_id: str, at: datetime, evaluation_id: str) -> Key:
    return Key(own_evaluations(owner_id, subject_id), time_key(at, evaluation_id))


def own_reading(owner_id: str, subject_id: str, at: datetime, evaluation_id: str) -> Key:
    return Key(own_readings(owner_id, subject_id), time_key(at, evaluation_id))


def own_readings(owner_id: str, subject_id: str) -> str:
    return f"READINGS#{owner_id}#{subject_id}"


def own_evaluations(owner_id: str, subject_id: str) -> str:
    return f"EVALUATIONS#{owner_id}#{subject_id}"


def evaluated_text(owner_id: str, subject_id: str, text_hash: str) -> Key:
    return Key(f"EVALUATED#{owner_id}#{subject_id}", text_hash)


def indexed_article(subject_id: str) -> Key:
    return Key(f"PASSAGES#{subject_id}", "PASSAGES")


def audio_version(subject_id: str) -> Key:
    return Key(f"AUDIO#{subject_id}", "AUDIO")


def voices_spend(day: date) -> Key:
    return Key(f"SPEND#{day.isoformat()}", "VOICES")
