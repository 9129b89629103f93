import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { AttemptQuery } from './api/attempt-query.ts';
import { Gate } from './shell/gate.tsx';
import { NotFound } from './shell/not-found.tsx';
import { CLASSES, OUTCOMES, SEVERITY_ORDER } from './ui/words.ts';
import { OverviewView } from './views/overview/overview-view.tsx';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewView });

const attempts = createRoute({
  getParentRoute: () => root,
  path: '/attempts',
  component: lazyRouteComponent(() => import('./views/attempts/attempts-view.tsx'), 'AttemptsView'),
  validateSearch: readAttemptQuery,
});

const attempt = createRoute({
  getParentRoute: () => root,
  path: '/attempts/$id',
  component: lazyRouteComponent(() => import('./views/attempt/attempt-view.tsx'), 'AttemptView'),
});

const reference = createRoute({
  getParentRoute: () => root,
  path: '/references/$reference',
  component: lazyRouteComponent(() => import('./views/attempt/reference-view.tsx'), 'ReferenceView'),
});

const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  component: lazyRouteComponent(() => import('./views/incidents/incidents-view.tsx'), 'IncidentsView'),
});

const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('./views/incidents/incident-view.tsx'), 'IncidentView'),
});

const decisions = createRoute({
  getParentRoute: () => root,
  path: '/decisions',
  component: lazyRouteComponent(() => import('./views/decisions/decisions-view.tsx'), 'DecisionsView'),
});

const health = createRoute({
  getParentRoute: () => root,
  path: '/health',
  component: lazyRouteComponent(() => import('./views/health/health-view.tsx'), 'HealthView'),
});

const tree = root.addChildren([
  overview,
  attempts,
  attempt,
  reference,
  incidents,
  incident,
  decisions,
  health,
]);

export function createConsoleRouter() {
  return createRouter({ routeTree: tree, scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}

/** What the address bar says, where it makes sense; the rest is dropped. */
function readAttemptQuery(search: Record<string, unknown>): AttemptQuery {
  const rsit = CLASSES.find((name) => name === search.class);
  const outcome = OUTCOMES.find((name) => name === search.outcome);
  const severity = SEVERITY_ORDER.find((name) => name === search.severity);
  const service = textOf(search.service);
  const text = textOf(search.text);
  return {
    ...(service === '' ? {} : { service }),
    ...(rsit === undefined ? {} : { class: rsit }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(severity === undefined ? {} : { severity }),
    ...(text === '' ? {} : { text }),
  };
}

/** The router reads `?text=941100` as a number. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 200) : '';
}
