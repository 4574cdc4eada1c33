// How a camera goes live: one interface, whatever takes its picture.

type Refusal =
  /** The stream key is not valid: it was replaced. */
  | 'KEY'
  /** Something else publishes with the stream key. */
  | 'IN_USE'
  /** This browser cannot publish. */
  | 'UNSUPPORTED';

export type PublicationState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** The connection is lost, and tried again after these seconds. */
  | { kind: 'lost'; seconds: number }
  | { kind: 'refused'; why: Refusal };

export interface Publication {
  /** End it; what receives the picture is told. */
  stop: () => Promise<void>;
}

export interface Publisher {
  /** Publish until it is stopped or refused, through interruptions; `tell` hears each state. */
  publish: (media: MediaStream, key: string, tell: (state: PublicationState) => void) => Publication;
}

export class PublishRefused extends Error {
  constructor(readonly why: Refusal) {
    super(why);
  }
}
