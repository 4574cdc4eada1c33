import { expect, test, vi } from 'vitest';
import { Access, findAddress, type Grant, renewBefore, setCookies } from './media-access';

const URL_OF_FILM = 'https://site.example/media/folder/1/film.cmfv?Policy=p&Signature=s&Key-Pair-Id=K';
const OWN = 'https://own.example';
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const makeGrant = (changes: Partial<Grant> = {}): Grant => ({
  path: '/media/folder/1/',
  cookies: [{ name: 'CloudFront-Policy', value: 'p' }],
  expiresAt: inMinutes(5),
  ...changes,
});

function collectCookies(grant: Grant, protocol: string): string[] {
  const set: string[] = [];
  const document = {
    get cookie() {
      return '';
    },
    set cookie(text: string) {
      set.push(text);
    },
  };
  setCookies(grant, { document, location: { protocol } });
  return set;
}

test('cookies are for one folder, this site and as long as the grant', () => {
  const cookies = [
    { name: 'CloudFront-Policy', value: 'p' },
    { name: 'CloudFront-Signature', value: 's' },
  ];
  expect(collectCookies(makeGrant({ cookies }), 'https:')).toEqual([
    'CloudFront-Policy=p; path=/media/folder/1/; max-age=300; samesite=strict; secure',
    'CloudFront-Signature=s; path=/media/folder/1/; max-age=300; samesite=strict; secure',
  ]);
  expect(collectCookies(makeGrant(), 'http:')[0]).not.toContain('secure');
  expect(collectCookies(makeGrant({ expiresAt: inMinutes(-1) }), 'http:')[0]).toContain('max-age=0');
});

test('files are read at the own origin, without their query where cookies are sent', () => {
  expect(findAddress(URL_OF_FILM, true, OWN)).toBe('https://own.example/media/folder/1/film.cmfv');
  expect(findAddress(URL_OF_FILM, false, OWN)).toBe(
    'https://own.example/media/folder/1/film.cmfv?Policy=p&Signature=s&Key-Pair-Id=K',
  );
});

test('the query is used where cookies are refused, and from the second refusal in a row on', () => {
  const withoutCookies = new Access(false, OWN);
  expect(withoutCookies.find(URL_OF_FILM, makeGrant())).toContain('Policy=p');

  const access = new Access(true, OWN);
  access.noteRefusal();
  access.noteSuccess();
  access.noteRefusal();
  expect(access.find(URL_OF_FILM, makeGrant())).not.toContain('?');
  access.noteRefusal();
  expect(access.find(URL_OF_FILM, makeGrant())).toContain('Policy=p');
});

test('an address without a grant stays as it is', () => {
  expect(new Access(true, OWN).find('https://bucket.example/a?X-Amz-Signature=s', null)).toBe(
    'https://bucket.example/a?X-Amz-Signature=s',
  );
});

test('access is asked for again after four fifths of its life, unless nobody needs it any more', () => {
  vi.useFakeTimers();
  const renew = vi.fn();
  renewBefore(inMinutes(5), renew);
  renewBefore(inMinutes(5), renew)();

  vi.advanceTimersByTime(4 * 60_000 - 1);
  expect(renew).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(renew).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
