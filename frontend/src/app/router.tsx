// The site's addresses and the pages behind them; all but home load when they are asked for.
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import type { Identity } from '../shared/auth/session';
import type { AccountSearch } from './pages/account-pages';
import { type FeedSearch, HomePage } from './pages/home-page';
import { mapSearch } from '../features/pins/map-address';
import type { Search } from '../features/search/search-form';
import { NotFound } from './not-found';
import { Opening } from './opening';
import { PageFailed } from './problem';
import { RouteFocus } from './route-focus';
import { Shell } from './shell';

function Root() {
  return (
    <>
      <RouteFocus />
      <Outlet />
    </>
  );
}

interface Context {
  identity: Identity;
}

const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: () => <Shell /> });

/** Guests are asked to sign in, and come back afterwards. */
function membersOnly({ context, location }: { context: Context; location: { href: string } }) {
  if (context.identity.kind === 'guest') throw redirect({ to: '/sign-in', search: { to: location.href } });
}

// A word of digits arrives as a number.
const text = (value: unknown) => ((typeof value === 'string' && value) || typeof value === 'number' ? String(value) : undefined);
const accountSearch = ({ to, email }: Record<string, unknown>): AccountSearch => ({ to: text(to), email: text(email) });

const page = { getParentRoute: () => shell } as const;

const home = createRoute({
  ...page,
  path: '/',
  component: HomePage,
  validateSearch: ({ following }): FeedSearch => ({ following: following ? true : undefined }),
});
const article = createRoute({ ...page, path: '/posts/$postId', component: lazyRouteComponent(() => import('./pages/article-page'), 'ArticlePage') });
const search = createRoute({
  ...page,
  path: '/search',
  component: lazyRouteComponent(() => import('./pages/search-page'), 'SearchPage'),
  validateSearch: ({ tag, label }): Search => ({ tag: text(tag), label: text(label) }),
});
const person = createRoute({ ...page, path: '/people/$handle', component: lazyRouteComponent(() => import('./pages/person-page'), 'PersonPage') });
const map = createRoute({
  ...page,
  path: '/map',
  component: lazyRouteComponent(() => import('./pages/map-page'), 'MapPage'),
  validateSearch: mapSearch,
});
const begin = createRoute({ ...page, path: '/write', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/write-page'), 'BeginPage') });
const write = createRoute({ ...page, path: '/write/$postId', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/write-page'), 'WritePage') });
const me = createRoute({ ...page, path: '/me', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/me-page'), 'MePage') });
const notifications = createRoute({ ...page, path: '/notifications', beforeLoad: membersOnly, component: lazyRouteComponent(() => import('./pages/notifications-page'), 'NotificationsPage') });

const account = () => import('./pages/account-pages');
const signIn = createRoute({ ...page, path: '/sign-in', validateSearch: accountSearch, component: lazyRouteComponent(account, 'SignInPage') });
const signUp = createRoute({ ...page, path: '/sign-up', validateSearch: accountSearch, component: lazyRouteComponent(account, 'SignUpPage') });
const confirm = createRoute({ ...page, path: '/confirm', validateSearch: accountSearch, component: lazyRouteComponent(account, 'ConfirmPage') });
const forgotten = createRoute({ ...page, path: '/forgotten', validateSearch: accountSearch, component: lazyRouteComponent(account, 'ForgottenPage') });

const explorer = createRoute({ getParentRoute: () => root, path: '/explorer', component: lazyRouteComponent(() => import('../features/explorer/explorer-page'), 'ExplorerPage') });
const graphiql = createRoute({
  getParentRoute: () => root,
  path: '/graphiql',
  beforeLoad: () => {
    // The explorer has headers of its own, so its page comes from the server.
    throw redirect({ href: '/explorer', reloadDocument: true });
  },
});

const pages = [home, article, search, person, map, begin, write, me, notifications, signIn, signUp, confirm, forgotten];

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren(pages), explorer, graphiql]),
  context: { identity: { kind: 'guest' } },
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  defaultPendingComponent: Opening,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
