// Access to a folder of media: by cookies for its path, or by the query that each file's address has.

export interface Grant {
  path: string;
  cookies: readonly { name: string; value: string }[];
  expiresAt: string;
}

/** A grant whose files are known by their names. */
export interface FolderGrant extends Grant {
  query: string;
}

/** The browser's cookies and address, apart so that tests can have their own. */
interface Page {
  document: Pick<Document, 'cookie'>;
  location: Pick<Location, 'protocol'>;
}

/** Let the browser send a grant's cookies to its folder, and nowhere else, until it ends. */
export function setCookies({ path, cookies, expiresAt }: Grant, page: Page = window): void {
  const life = Math.max(0, Math.ceil((Date.parse(expiresAt) - Date.now()) / 1000));
  const secure = page.location.protocol === 'https:' ? '; secure' : '';
  for (const { name, value } of cookies) {
    page.document.cookie = `${name}=${value}; path=${path}; max-age=${life}; samesite=strict${secure}`;
  }
}

/** Return where a file is read at the site's own origin: without its query where cookies are sent. */
export function findAddress(url: string, areCookiesSent: boolean, origin: string): string {
  const { pathname, search } = new URL(url);
  return `${origin}${pathname}${areCookiesSent ? '' : search}`;
}

/** Return the URL of a file in a grant's folder. */
export function urlInFolder({ path, query }: FolderGrant, name: string): string {
  return new URL(`${path}${name}?${query}`, window.location.href).href;
}

/** Access is asked for again after this share of its life. */
const RENEW_AFTER = 0.8;
const RENEW_AT_LEAST_AFTER = 1000;

/** Call `renew` while access that ends at a moment is still good; returns what stops that. */
export function renewBefore(expiresAt: string, renew: () => void): () => void {
  const life = Date.parse(expiresAt) - Date.now();
  const timer = setTimeout(renew, Math.max(life * RENEW_AFTER, RENEW_AT_LEAST_AFTER));
  return () => clearTimeout(timer);
}

/** How often a file is refused before its query is used: once as files move, once with new cookies. */
const REFUSALS = 2;

/** How a player shows its right: by cookies, unless the browser takes none or does not send them. */
export class Access {
  private refusals = 0;

  constructor(
    private areCookiesSent = navigator.cookieEnabled,
    private readonly origin = window.location.origin,
  ) {}

  /** Return where a file is read; addresses without a grant carry their signature themselves. */
  find(url: string, grant: Grant | null): string {
    return grant ? findAddress(url, this.areCookiesSent, this.origin) : url;
  }

  /** Note that a file was refused. */
  noteRefusal(): void {
    this.refusals += 1;
    if (this.refusals >= REFUSALS) this.areCookiesSent = false;
  }

  /** Note that a file came. */
  noteSuccess(): void {
    this.refusals = 0;
  }
}
