import { Link, useRouterState } from '@tanstack/react-router';
import { Building2, Moon, PanelLeft, Search, Sun } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { toggleTheme, usePreferences, useTheme } from '../../preferences.ts';
import { classNames } from '../../ui/class-names.ts';
import { commandKey, Kbd } from '../../ui/kbd.tsx';
import { Mark } from '../../ui/mark.tsx';
import { useMe } from '../session/use-me.ts';
import { openPalette } from './commands.ts';
import { isPlaceActive, places, settingsPlace } from './places.ts';

const rowLook =
  'flex h-9 w-full items-center gap-3 rounded-sm px-2.5 text-sm text-muted transition-colors hover:bg-hover hover:text-text';

/** The left rail: the pages, and at the foot the organisation, settings and theme. Narrow, it shows icons only. */
export function Rail() {
  const isNarrow = usePreferences((state) => state.isRailNarrow);
  const theme = useTheme();
  const me = useMe();
  return (
    <nav
      aria-label="Main"
      className={classNames(
        'hidden shrink-0 flex-col border-r border-line bg-sunken p-2 md:flex',
        isNarrow ? 'w-14' : 'w-52',
      )}
    >
      <div className={classNames('mb-3 flex h-9 items-center', isNarrow ? 'justify-center' : 'justify-between pl-2.5')}>
        {!isNarrow && <Mark />}
        <button
          type="button"
          aria-label={isNarrow ? 'Widen the sidebar' : 'Narrow the sidebar'}
          title={isNarrow ? 'Widen the sidebar' : 'Narrow the sidebar'}
          onClick={() => usePreferences.setState({ isRailNarrow: !isNarrow })}
          className="flex size-8 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-text"
        >
          <PanelLeft size={16} aria-hidden />
        </button>
      </div>
      <button type="button" onClick={openPalette} title="Search and commands" className={classNames(rowLook, 'mb-2')}>
        <Search size={16} aria-hidden className="shrink-0" />
        <span className={isNarrow ? 'sr-only' : 'flex-1 text-left'}>Search</span>
        {!isNarrow && (
          <span aria-hidden className="flex gap-0.5">
            <Kbd>{commandKey}</Kbd>
            <Kbd>K</Kbd>
          </span>
        )}
      </button>
      <ul className="flex flex-col gap-0.5">
        {places.map((place) => (
          <li key={place.to}>
            <PlaceLink place={place} isNarrow={isNarrow} />
          </li>
        ))}
      </ul>
      <div className="mt-auto flex flex-col gap-0.5 pt-4">
        {me.data && (
          <p
            className={classNames('flex h-9 items-center gap-3 px-2.5 text-sm text-muted')}
            title={`${me.data.organisation.name}, signed in as ${me.data.name}`}
          >
            <Building2 size={16} aria-hidden className="shrink-0" />
            <span className={isNarrow ? 'sr-only' : 'truncate'}>{me.data.organisation.name}</span>
          </p>
        )}
        <PlaceLink place={settingsPlace} isNarrow={isNarrow} />
        <button type="button" onClick={toggleTheme} title="Switch theme" className={rowLook}>
          {theme === 'dark' ? (
            <Sun size={16} aria-hidden className="shrink-0" />
          ) : (
            <Moon size={16} aria-hidden className="shrink-0" />
          )}
          <RailText isNarrow={isNarrow}>{theme === 'dark' ? 'Light theme' : 'Dark theme'}</RailText>
        </button>
      </div>
    </nav>
  );
}

interface PlaceLinkProps {
  place: {
    to: string;
    label: string;
    icon: ComponentType<{ size: number; className?: string }>;
    also: readonly string[];
  };
  isNarrow: boolean;
}

function PlaceLink({ place, isNarrow }: PlaceLinkProps) {
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const isActive = isPlaceActive(place, pathname);
  const Icon = place.icon;
  return (
    <Link
      to={place.to}
      title={isNarrow ? place.label : undefined}
      aria-current={isActive ? 'page' : undefined}
      className={classNames(rowLook, isActive && 'bg-hover font-medium text-text!')}
    >
      <Icon size={16} className={classNames('shrink-0', isActive && 'text-accent')} />
      <RailText isNarrow={isNarrow}>{place.label}</RailText>
    </Link>
  );
}

function RailText({ isNarrow, children }: { isNarrow: boolean; children: ReactNode }) {
  return <span className={isNarrow ? 'sr-only' : 'truncate'}>{children}</span>;
}
