// Reviews that the service has not counted yet, kept on this device in the order in which they were made.
import * as v from 'valibot';
import { RATINGS } from './review-session';

const PendingReview = v.object({
  flashcardId: v.string(),
  reviewId: v.string(),
  rating: v.picklist(RATINGS),
  expectedVersion: v.number(),
  reviewedAt: v.string(),
  durationMs: v.number(),
});
export type PendingReview = v.InferOutput<typeof PendingReview>;

export class ReviewOutbox {
  private readonly key: string;
  private reviews: readonly PendingReview[];
  private readonly listeners = new Set<() => void>();

  constructor(
    userId: string,
    private readonly storage: Storage = localStorage,
  ) {
    this.key = `waymark.reviews.${userId}`;
    this.reviews = readReviews(storage.getItem(this.key));
  }

  add(review: PendingReview): void {
    this.store([...this.reviews, review]);
  }

  /** Forget a review: it was counted, refused, or taken back before it was sent. */
  remove(reviewId: string): void {
    this.store(this.reviews.filter((each) => each.reviewId !== reviewId));
  }

  readonly read = (): readonly PendingReview[] => this.reviews;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private store(reviews: readonly PendingReview[]): void {
    this.reviews = reviews;
    try {
      if (reviews.length) this.storage.setItem(this.key, JSON.stringify(reviews));
      else this.storage.removeItem(this.key);
    } catch {
      // Storage is full or unavailable; the reviews are sent as long as the page is open.
    }
    for (const listener of this.listeners) listener();
  }
}

function readReviews(json: string | null): readonly PendingReview[] {
  try {
    const result = v.safeParse(v.array(PendingReview), JSON.parse(json ?? '[]'));
    return result.success ? result.output : [];
  } catch {
    return [];
  }
}
