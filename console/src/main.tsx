import './styles/index.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { ApiError } from './api/request.ts';
import { createI18n } from './i18n/index.ts';
import { createConsoleRouter } from './router.tsx';
import { ThemeProvider } from './shell/theme-provider.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      retry: (count, error) => !(error instanceof ApiError && error.status > 0) && count < 2,
    },
  },
});
// An ended session shows at the first answer that says so, wherever it was asked.
queries.getQueryCache().subscribe(({ query, type }) => {
  if (type !== 'updated' || query.queryKey[0] === 'me') return;
  if (query.state.error instanceof ApiError && query.state.error.code === 'not-signed-in')
    void queries.resetQueries({ queryKey: ['me'] });
});

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={createI18n('en')}>
      <ThemeProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={createConsoleRouter()} />
        </QueryClientProvider>
      </ThemeProvider>
    </I18nextProvider>
  </StrictMode>,
);
