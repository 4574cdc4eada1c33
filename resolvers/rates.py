"""How much of each kind of work one person may do: the one table of limits, a line for each kind.

A mutation names what it counts as, a limit for a minute among it: `WRITES`, and its own kind if it has one. A product
adds its kinds here. The setting RATE_SCALE multiplies all limits; the first day of an account has a fifth of them.
"""

from typing import Final

from resolvers.core.rates import Rate

WRITES: Final = Rate("writes", "changes", minute=60)
COMMENTS: Final = Rate("comments", "comments", hour=30)
LIKES: Final = Rate("likes", "likes", hour=120)
FOLLOWS: Final = Rate("follows", "follows", hour=60)
MENTIONS_TOLD: Final = Rate("mentionsTold", "mentions", hour=20)
MENTIONS_HEARD: Final = Rate("mentionsHeard", "mentions", day=50)  # of whom they mention, by all people
UPLOADS: Final = Rate("uploads", "uploads", hour=60)
UPLOADED_BYTES: Final = Rate("uploadedBytes", "bytes of uploads", hour=500_000_000, measure="bytes")
SUGGESTIONS: Final = Rate("suggestions", "articles to make flashcards from", hour=20)
EXPORTS: Final = Rate("exports", "exports of decks", hour=20)
EVALUATIONS: Final = Rate("evaluations", "texts to evaluate", day=50)
RECORDINGS: Final = Rate("recordings", "recordings to evaluate", day=20)
NARRATIONS: Final = Rate("narrations", "articles to have read aloud", day=20)
REVIEWS: Final = Rate("reviews", "reviews", minute=300)  # of flashcards, in the place of `WRITES`
ORDERS: Final = Rate("orders", "orders", hour=60)
INVOICES: Final = Rate("invoices", "downloads of invoices and credit notes", hour=120)
VIDEO_BYTES: Final = Rate("videoBytes", "bytes of videos", day=20_000_000_000, measure="bytes")
VIDEO_PARTS: Final = Rate("videoParts", "requests for parts of videos", minute=300)  # in the place of `WRITES`
STREAM_KEYS: Final = Rate("streamKeys", "stream keys", hour=20)
VIEWS: Final = Rate("views", "views", minute=300)  # in the place of `WRITES`: guests share addresses
CHAT_ENTRIES: Final = Rate(
    "chatEntries", "entries of chats", minute=300
)  # in the place of `WRITES`: guests share addresses
