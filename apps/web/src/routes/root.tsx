import { createRootRoute, Outlet, useRouter } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/state.tsx';

export const rootRoute = createRootRoute({ component: Outlet, errorComponent: BrokenPage });

/** A fault of this page itself. What was asked is kept on the server, so that loading again loses nothing. */
function BrokenPage() {
  const router = useRouter();
  return (
    <main className="flex min-h-dvh items-center">
      <EmptyState
        icon={<TriangleAlert size={20} aria-hidden />}
        title="This page met a fault"
        action={
          <>
            <Button look="primary" onClick={() => location.reload()}>
              Load again
            </Button>
            <Button onClick={() => router.navigate({ to: '/' }).then(() => location.reload())}>Go to Ask</Button>
          </>
        }
      >
        Your questions and answers are kept. Load the page again; if the fault stays, the browser’s console says where.
      </EmptyState>
    </main>
  );
}
