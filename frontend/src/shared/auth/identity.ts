// Who is signed in: a guest, or a person of the user pool.

export type Identity = { kind: 'guest' } | { kind: 'person'; email: string; userId: string };

export const GUEST: Identity = { kind: 'guest' };
