import { Link, useRouterState } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { openPalette } from './commands.ts';
import { isPlaceActive, places, settingsPlace } from './places.ts';

const look = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted';

/** The pages at the thumb, on phones. */
export function BottomBar() {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav aria-label="Main" className="flex border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden">
      {[...places, settingsPlace].map((place) => {
        const isActive = isPlaceActive(place, pathname);
        const Icon = place.icon;
        return (
          <Link
            key={place.to}
            to={place.to}
            aria-current={isActive ? 'page' : undefined}
            className={`${look} ${isActive ? 'font-medium text-accent!' : ''}`}
          >
            <Icon size={18} aria-hidden />
            {place.label}
          </Link>
        );
      })}
      <button type="button" onClick={openPalette} className={look}>
        <Search size={18} aria-hidden />
        Search
      </button>
    </nav>
  );
}
