import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { EmptyState } from '../ui/state.tsx';

/** An address that leads nowhere. */
export function NotFoundRoute() {
  return (
    <EmptyState
      icon={<Compass size={20} aria-hidden />}
      title="There is no page at this address"
      action={
        <Link to="/" className="rounded-sm bg-accent px-3.5 py-1.5 font-medium text-on-accent hover:bg-accent-hover">
          Go to Ask
        </Link>
      }
    >
      Check the address, or search with the command palette.
    </EmptyState>
  );
}
