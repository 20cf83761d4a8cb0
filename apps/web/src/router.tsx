import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseCatalogSearch } from './features/catalog/catalog-search.ts';
import { AnswerRoute } from './routes/answer.tsx';
import { AskRoute } from './routes/ask.tsx';
import { NotFoundRoute } from './routes/not-found.tsx';
import { rootRoute } from './routes/root.tsx';
import { SignedInRoute } from './routes/signed-in.tsx';

const signedIn = createRoute({ getParentRoute: () => rootRoute, id: 'signed-in', component: SignedInRoute });

const routeTree = rootRoute.addChildren([
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/link',
    component: lazyRouteComponent(() => import('./routes/link.tsx'), 'LinkRoute'),
  }),
  signedIn.addChildren([
    createRoute({ getParentRoute: () => signedIn, path: '/', component: AskRoute }),
    createRoute({ getParentRoute: () => signedIn, path: '/ask/$id', component: AnswerRoute }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/history',
      component: lazyRouteComponent(() => import('./routes/history.tsx'), 'HistoryRoute'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/catalog',
      validateSearch: parseCatalogSearch,
      component: lazyRouteComponent(() => import('./routes/catalog.tsx'), 'CatalogRoute'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/sources',
      component: lazyRouteComponent(() => import('./routes/sources.tsx'), 'SourcesRoute'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/connect',
      component: lazyRouteComponent(() => import('./routes/connect.tsx'), 'ConnectRoute'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/settings',
      component: lazyRouteComponent(() => import('./routes/settings.tsx'), 'SettingsRoute'),
    }),
    // Within the frame, so that an address that leads nowhere leaves the way on.
    createRoute({ getParentRoute: () => signedIn, path: '$', component: NotFoundRoute }),
  ]),
]);

export const router = createRouter({ routeTree, defaultPreload: 'intent', defaultNotFoundComponent: NotFoundRoute });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
