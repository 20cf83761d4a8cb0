import { failureShare, faultEffect, visit } from './behaviour.ts';
import type { FaultName } from './faults.ts';

/** Expected events per second over the whole shop. */
export interface Rates {
  searches: number;
  logins: { success: number; wrongPassword: number; error: number };
  logouts: number;
  verifications: number;
  cart: { add: number; remove: number; read: number; clear: number };
  quotes: { answered: number; failed: number };
  checkouts: { placed: number; declined: number; failed: number; providerFailed: number };
  orderViews: number;
  refunds: number;
}

/** What customers who behave as `visit` says cause per second, given how many come and which faults are on. */
export function ratesOf(visitsPerSecond: number, faults: ReadonlySet<FaultName>): Rates {
  const login = loginRates(visitsPerSecond * visit.shopperShare, faults.has('auth-deploy'));
  const shoppers = login.success;
  const broken = faults.has('checkout-errors');
  const quotes = shoppers * visit.quoteShare;
  const quoteFailures = broken ? quotes * faultEffect.quoteErrorShare : 0;
  const checkouts = shoppers * visit.checkoutShare;
  const failed = checkouts * (broken ? faultEffect.checkoutErrorShare : failureShare.checkout);
  const charges = checkouts - failed;
  const providerFailed = charges * failureShare.provider;
  const declined = (charges - providerFailed) * failureShare.declined;
  const placed = charges - providerFailed - declined;
  return {
    searches: visitsPerSecond * visit.searches,
    logins: login,
    logouts: shoppers * visit.logoutShare,
    verifications: checkouts,
    cart: {
      add: shoppers * visit.itemsPerShopper,
      remove: shoppers * visit.removeShare,
      read: shoppers + quotes + checkouts,
      clear: placed,
    },
    quotes: { answered: quotes - quoteFailures, failed: quoteFailures },
    checkouts: { placed, declined, failed, providerFailed },
    orderViews: placed * visit.orderViewShare,
    refunds: placed * visit.refundShare,
  };
}

function loginRates(shoppers: number, rejecting: boolean): Rates['logins'] {
  const rejected = rejecting ? faultEffect.rejectedCustomerShare : 0;
  const wrong = visit.wrongPasswordShare;
  const retry = visit.loginRetryShare;
  const accepted = shoppers * (1 - rejected);
  // A rejected customer who tries again is rejected again.
  const success = accepted * (1 - wrong) * (1 + wrong * retry);
  const wrongPassword = accepted * wrong * (1 + wrong * retry) + shoppers * rejected * (1 + retry);
  return { success, wrongPassword, error: (success + wrongPassword) * failureShare.authInternal };
}
