import { LoaderCircle } from 'lucide-react';
import { useEffect } from 'react';
import { isFailure } from '../../failure.ts';
import { FailureState } from '../../ui/state.tsx';
import { takeTokenFromAddress } from './link-token.ts';
import { SignedOutPage } from './signed-out-page.tsx';
import { useRedeem } from './use-redeem.ts';

// Once, when the module loads: a second render must not find it gone.
const token = takeTokenFromAddress();

/**
 * Redeems the one-time link. Its token stands in the fragment, which browsers do not send, so that it reaches no log;
 * it is out of the address before anything else happens.
 */
export function RedeemLink() {
  const redeem = useRedeem();
  const { mutate } = redeem;
  useEffect(() => {
    if (token) mutate(token);
  }, [mutate]);
  if (!token) return <SignedOutPage />;
  if (redeem.isError) {
    return (
      <SignedOutPage>
        <FailureState
          failure={redeem.error}
          title="This link could not be used"
          onRetry={isFailure(redeem.error, 'link_spent') ? undefined : () => mutate(token)}
        />
      </SignedOutPage>
    );
  }
  return (
    <div role="status" className="flex h-dvh items-center justify-center gap-2 text-muted">
      <LoaderCircle size={18} aria-hidden className="spin" /> Signing you in
    </div>
  );
}
