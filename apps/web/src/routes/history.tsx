import { HistoryPage } from '../features/ask/history-page.tsx';

export function HistoryRoute() {
  return <HistoryPage />;
}
