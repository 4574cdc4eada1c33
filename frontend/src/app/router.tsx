// The routes and their pages; all pages except home load on demand.
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { Identity } from '../shared/auth/identity';
import type { AccountSearch } from './pages/account-pages';
import { type FeedSearch, HomePage } from './pages/home-page';
import { parseMapSearch } from '../features/platform/map/map-address';
import {
  parseCheckoutSearch,
  parseSalesSearch,
  parseShopSearch,
  parseSourceSearch,
} from '../features/shop/catalogue/shop-address';
import type { VideosSearch } from './pages/videos-page';
import type { Search } from '../features/platform/search/search-form';
import { NotFound } from './not-found';
import { PageLoading } from './page-loading';
import { PageError } from './error-pages';
import { requireIds } from './require-ids';
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
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: requireIds,
  component: () => <Shell />,
});

/** Redirect guests to sign in; they return afterwards. */
function requireSignIn({ context, location }: { context: Context; location: { href: string } }) {
  if (context.identity.kind === 'guest') throw redirect({ to: '/sign-in', search: { to: location.href } });
}

// The router parses digits as numbers.
const parseText = (value: unknown) =>
  (typeof value === 'string' && value) || typeof value === 'number' ? String(value) : undefined;
const parseAccountSearch = ({ to, email }: Record<string, unknown>): AccountSearch => ({
  to: parseText(to),
  email: parseText(email),
});

const page = { getParentRoute: () => shell } as const;

const home = createRoute({
  ...page,
  path: '/',
  component: HomePage,
  validateSearch: ({ following }): FeedSearch => ({ following: following ? true : undefined }),
});
const article = createRoute({
  ...page,
  path: '/posts/$postId',
  component: lazyRouteComponent(() => import('./pages/article-page'), 'ArticlePage'),
});
const search = createRoute({
  ...page,
  path: '/search',
  component: lazyRouteComponent(() => import('./pages/search-page'), 'SearchPage'),
  validateSearch: ({ tag, label, question }): Search => ({
    tag: parseText(tag),
    label: parseText(label),
    question: parseText(question),
  }),
});
const person = createRoute({
  ...page,
  path: '/people/$handle',
  component: lazyRouteComponent(() => import('./pages/person-page'), 'PersonPage'),
});
const map = createRoute({
  ...page,
  path: '/map',
  component: lazyRouteComponent(() => import('./pages/map-page'), 'MapPage'),
  validateSearch: parseMapSearch,
});
const newArticle = createRoute({
  ...page,
  path: '/write',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/write-page'), 'NewArticlePage'),
});
const write = createRoute({
  ...page,
  path: '/write/$postId',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/write-page'), 'WritePage'),
});
const me = createRoute({
  ...page,
  path: '/me',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/me-page'), 'MePage'),
});
const notifications = createRoute({
  ...page,
  path: '/notifications',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/notifications-page'), 'NotificationsPage'),
});
const learn = createRoute({
  ...page,
  path: '/learn',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/learn-page'), 'LearnPage'),
});
const deck = createRoute({
  ...page,
  path: '/learn/decks/$deckId',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/deck-page'), 'DeckPage'),
});
const review = createRoute({
  ...page,
  path: '/learn/review',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/review-page'), 'ReviewPage'),
});

const shop = createRoute({
  ...page,
  path: '/shop',
  component: lazyRouteComponent(() => import('./pages/shop-page'), 'ShopPage'),
  validateSearch: parseShopSearch,
});
const personShop = createRoute({
  ...page,
  path: '/people/$handle/shop',
  component: lazyRouteComponent(() => import('./pages/person-shop-page'), 'PersonShopPage'),
});
const product = createRoute({
  ...page,
  path: '/products/$productId',
  component: lazyRouteComponent(() => import('./pages/product-page'), 'ProductPage'),
});
const videos = createRoute({
  ...page,
  path: '/videos',
  component: lazyRouteComponent(() => import('./pages/videos-page'), 'VideosPage'),
  validateSearch: ({ scope, tag, label }: Record<string, unknown>): VideosSearch => ({
    scope: scope as VideosSearch['scope'],
    tag: parseText(tag),
    label: parseText(label),
  }),
});
const uploadVideo = createRoute({
  ...page,
  path: '/videos/upload',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/upload-video-page'), 'UploadVideoPage'),
});
const video = createRoute({
  ...page,
  path: '/videos/$videoId',
  component: lazyRouteComponent(() => import('./pages/video-page'), 'VideoPage'),
  validateSearch: ({ t }: Record<string, unknown>): { t?: number | undefined } => ({
    t: typeof t === 'number' && t > 0 ? t : undefined,
  }),
});
const liveList = createRoute({
  ...page,
  path: '/live',
  component: lazyRouteComponent(() => import('./pages/live-list-page'), 'LiveListPage'),
});
const studio = createRoute({
  ...page,
  path: '/studio',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/studio-page'), 'StudioPage'),
});
const live = createRoute({
  ...page,
  path: '/live/$streamId',
  component: lazyRouteComponent(() => import('./pages/live-page'), 'LivePage'),
});
const channel = createRoute({
  ...page,
  path: '/channels/$handle',
  component: lazyRouteComponent(() => import('./pages/channel-page'), 'ChannelPage'),
});
const cart = createRoute({
  ...page,
  path: '/cart',
  component: lazyRouteComponent(() => import('./pages/cart-page'), 'CartPage'),
});
const checkout = createRoute({
  ...page,
  path: '/checkout',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/checkout-page'), 'CheckoutPage'),
  validateSearch: parseCheckoutSearch,
});
const orders = createRoute({
  ...page,
  path: '/orders',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/orders-page'), 'OrdersPage'),
});
const order = createRoute({
  ...page,
  path: '/orders/$orderId',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/order-page'), 'OrderPage'),
});
const sell = createRoute({
  ...page,
  path: '/sell',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/sell-page'), 'SellPage'),
});
const sellOrders = createRoute({
  ...page,
  path: '/sell/orders',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/sell-orders-page'), 'SellOrdersPage'),
  validateSearch: parseSalesSearch,
});
const revenue = createRoute({
  ...page,
  path: '/sell/revenue',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/revenue-page'), 'RevenuePage'),
});
const newProduct = createRoute({
  ...page,
  path: '/sell/new',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/new-product-page'), 'NewProductPage'),
  validateSearch: parseSourceSearch,
});
const editProduct = createRoute({
  ...page,
  path: '/sell/$productId',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./pages/edit-product-page'), 'EditProductPage'),
});
const account = () => import('./pages/account-pages');
const signIn = createRoute({
  ...page,
  path: '/sign-in',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(account, 'SignInPage'),
});
const signUp = createRoute({
  ...page,
  path: '/sign-up',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(account, 'SignUpPage'),
});
const confirm = createRoute({
  ...page,
  path: '/confirm',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(account, 'ConfirmPage'),
});
const resetPassword = createRoute({
  ...page,
  path: '/forgotten',
  validateSearch: parseAccountSearch,
  component: lazyRouteComponent(account, 'ResetPasswordPage'),
});

const explorer = createRoute({
  getParentRoute: () => root,
  path: '/explorer',
  component: lazyRouteComponent(() => import('../features/platform/explorer/explorer-page'), 'ExplorerPage'),
});
const graphiql = createRoute({
  getParentRoute: () => root,
  path: '/graphiql',
  beforeLoad: () => {
    // The explorer needs its own headers, so its page must come from the server.
    throw redirect({ href: '/explorer', reloadDocument: true });
  },
});

const pages = [
  home,
  article,
  search,
  person,
  map,
  newArticle,
  write,
  me,
  notifications,
  learn,
  deck,
  review,
  shop,
  personShop,
  product,
  videos,
  uploadVideo,
  video,
  liveList,
  live,
  studio,
  channel,
  cart,
  checkout,
  orders,
  order,
  sell,
  sellOrders,
  revenue,
  newProduct,
  editProduct,
  signIn,
  signUp,
  confirm,
  resetPassword,
];

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren(pages), explorer, graphiql]),
  context: { identity: { kind: 'guest' } },
  defaultPreload: 'intent',
  defaultErrorComponent: PageError,
  defaultPendingComponent: PageLoading,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
