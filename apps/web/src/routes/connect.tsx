import { ConnectPage } from '../features/sources/connect-page.tsx';

export function ConnectRoute() {
  return <ConnectPage />;
}
