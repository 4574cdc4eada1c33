// The address a guest returns to after signing in, including its search and hash.
import { useLocation } from '@tanstack/react-router';

const ACCOUNT_PAGES = new Set(['/sign-in', '/sign-up', '/confirm', '/forgotten']);

interface Place {
  pathname: string;
  href: string;
  search: object;
}

/** Return a location's address; for an account page, the address that it returns to. Undefined for home. */
export function getReturnAddress({ pathname, href, search }: Place): string | undefined {
  if (!ACCOUNT_PAGES.has(pathname)) return href === '/' ? undefined : href;
  return 'to' in search && typeof search.to === 'string' ? search.to : undefined;
}

export function useReturnAddress(): string | undefined {
  return useLocation({ select: getReturnAddress });
}
