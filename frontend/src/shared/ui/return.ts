// Where a guest comes back to after signing in: exactly where they were, with what they had chosen there.
import { useLocation } from '@tanstack/react-router';

const ACCOUNT_PAGES = new Set(['/sign-in', '/sign-up', '/confirm', '/forgotten']);

interface Place {
  pathname: string;
  href: string;
  search: object;
}

/** Return the address of a place; of an account page the one it leads back to. Home needs none. */
export function returnTo({ pathname, href, search }: Place): string | undefined {
  if (!ACCOUNT_PAGES.has(pathname)) return href === '/' ? undefined : href;
  return 'to' in search && typeof search.to === 'string' ? search.to : undefined;
}

export function useReturn(): string | undefined {
  return useLocation({ select: returnTo });
}
