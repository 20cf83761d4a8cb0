import { BookOpen, Database, MessageSquareText, Settings } from 'lucide-react';

/** The pages of the rail and the bottom bar, in order. */
export const places = [
  { to: '/', label: 'Ask', icon: MessageSquareText, also: ['/ask', '/history'] },
  { to: '/catalog', label: 'Catalog', icon: BookOpen, also: [] },
  { to: '/sources', label: 'Sources', icon: Database, also: ['/connect'] },
] as const;

export const settingsPlace = { to: '/settings', label: 'Settings', icon: Settings, also: [] } as const;

export function isPlaceActive(place: { to: string; also: readonly string[] }, pathname: string): boolean {
  return pathname === place.to || place.also.some((start) => pathname.startsWith(start));
}
