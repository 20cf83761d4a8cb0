import { SourcesPage } from '../features/sources/sources-page.tsx';

export function SourcesRoute() {
  return <SourcesPage />;
}
