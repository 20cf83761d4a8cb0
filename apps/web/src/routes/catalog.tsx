import { useNavigate, useSearch } from '@tanstack/react-router';
import { CatalogPage } from '../features/catalog/catalog-page.tsx';

export function CatalogRoute() {
  const search = useSearch({ from: '/signed-in/catalog' });
  const navigate = useNavigate({ from: '/catalog' });
  return <CatalogPage search={search} onSearch={(next) => navigate({ search: next, replace: true })} />;
}
