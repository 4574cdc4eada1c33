// The last sequence number of each topic, and of each thing that events are about.

interface Sequenced {
  sequence: number;
}

export class EventSequences {
  private readonly last = new Map<string, number>();

  /**
   * Note an event about something, and return whether no newer one was noted.
   * The last one counts again: a response that was in flight when it arrived is older, and it is replayed.
   */
  isNewest(about: string, { sequence }: Sequenced): boolean {
    if (sequence < (this.last.get(about) ?? 0)) return false;
    this.last.set(about, sequence);
    return true;
  }

  /** Return whether no event is missing before this one. Before a topic's first event there may be others. */
  isContiguous(topic: string, { sequence }: Sequenced): boolean {
    return sequence <= (this.last.get(topic) ?? -1) + 1;
  }
}
