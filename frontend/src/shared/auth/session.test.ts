// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { onSignInElsewhere } from './session';

const POOL = {
  region: 'r',
  graphqlUrl: 'http://api',
  apiKey: 'k',
  userPoolId: 'p',
  userPoolClientId: 'client',
  demoAccounts: [],
};
const NAME = 'CognitoIdentityServiceProvider.client';

const onAnotherTab = (key: string | null, oldValue: string | null, newValue: string | null) =>
  dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue }));

it('hears every key of somebody who signs in on another tab: the name comes before the tokens', () => {
  const heard = vi.fn();
  const stop = onSignInElsewhere(POOL, heard);
  onAnotherTab(`${NAME}.LastAuthUser`, null, 'ada');
  onAnotherTab(`${NAME}.ada.accessToken`, null, 'token');
  expect(heard).toHaveBeenCalledTimes(2);
  onAnotherTab(`${NAME}.LastAuthUser`, 'ada', null);
  expect(heard).toHaveBeenCalledTimes(3);
  stop();
});

it('hears neither another pool, nor other keys, nor what did not change', () => {
  const heard = vi.fn();
  const stop = onSignInElsewhere(POOL, heard);
  onAnotherTab('CognitoIdentityServiceProvider.another.LastAuthUser', null, 'ada');
  onAnotherTab('waymark.language', 'en', 'vi');
  onAnotherTab(null, null, null);
  onAnotherTab(`${NAME}.LastAuthUser`, 'ada', 'ada');
  stop();
  onAnotherTab(`${NAME}.LastAuthUser`, 'ada', null);
  expect(heard).not.toHaveBeenCalled();
});
