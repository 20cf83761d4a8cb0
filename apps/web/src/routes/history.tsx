import { HistoryPage } from '../features/history/history-page.tsx';

export function HistoryRoute() {
  return <HistoryPage />;
}
