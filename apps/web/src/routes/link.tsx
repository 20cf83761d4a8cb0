import { RedeemLink } from '../features/session/redeem-link.tsx';

export function LinkRoute() {
  return <RedeemLink />;
}
