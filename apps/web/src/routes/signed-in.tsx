import { Outlet } from '@tanstack/react-router';
import { isFailure } from '../failure.ts';
import { SignedOutPage } from '../features/session/signed-out-page.tsx';
import { useMe } from '../features/session/use-me.ts';
import { AppShell } from '../features/shell/app-shell.tsx';
import { FailureState } from '../ui/state.tsx';

/** Everything behind the sign-in. The frame stands from the first paint, so that nothing jumps when the reply comes. */
export function SignedInRoute() {
  const me = useMe();
  if (isFailure(me.error, 'unauthenticated')) return <SignedOutPage />;
  if (me.isError && !me.data) {
    return (
      <main className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center px-5">
        <h1 className="sr-only">Locum is not reachable</h1>
        <FailureState failure={me.error} title="Locum is not reachable" onRetry={() => me.refetch()} />
      </main>
    );
  }
  return <AppShell>{me.data ? <Outlet /> : <p className="sr-only">Loading</p>}</AppShell>;
}
