import { listHistory, listMetrics, listServices } from '@locum/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Box,
  ChartLine,
  History,
  Keyboard,
  type LucideIcon,
  MessageSquarePlus,
  PanelLeft,
  Plus,
  SunMoon,
} from 'lucide-react';
import { client } from '../../api.ts';
import { formatAge } from '../../format/time.tsx';
import { toggleTheme, usePreferences } from '../../preferences.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { focusQuestionBox } from '../ask/question-focus.ts';
import { askNew } from '../ask/thread.ts';
import { useFollowAnswers } from '../ask/use-follow-answers.ts';
import { openShortcuts } from './commands.ts';
import { places, settingsPlace } from './places.ts';

export interface PaletteEntry {
  key: string;
  group: 'Ask' | 'Pages' | 'Actions' | 'Services' | 'Metrics' | 'Past questions';
  label: string;
  detail?: string | undefined;
  icon: LucideIcon;
  run(): void;
}

/** Everything that fits the text, best group first; without text, the pages, the actions and the latest questions. */
export function usePaletteEntries(text: string): PaletteEntry[] {
  const typed = text.trim();
  const found = useFound(useSettled(typed, 120));
  const fixed = useFixedEntries().filter((entry) => matches(entry.label, typed));
  const asking = useAskEntry(typed);
  return [...fixed, ...asking, ...found];
}

function useFixedEntries(): PaletteEntry[] {
  const navigate = useNavigate();
  const isNarrow = usePreferences((state) => state.isRailNarrow);
  const pages: PaletteEntry[] = [
    ...places.slice(0, 1),
    { to: '/history', label: 'Past questions', icon: History } as const,
    ...places.slice(1),
    settingsPlace,
  ].map(({ to, label, icon }) => ({ key: to, group: 'Pages', label, icon, run: () => void navigate({ to }) }));
  return [
    ...pages,
    {
      ...{ key: 'new', group: 'Actions', label: 'New question', icon: MessageSquarePlus },
      run: () => void navigate({ to: '/' }).then(() => setTimeout(focusQuestionBox)),
    },
    {
      key: 'connect',
      group: 'Actions',
      label: 'Connect a source',
      icon: Plus,
      run: () => void navigate({ to: '/connect' }),
    },
    { key: 'theme', group: 'Actions', label: 'Switch between light and dark', icon: SunMoon, run: toggleTheme },
    {
      ...{
        key: 'rail',
        group: 'Actions',
        label: isNarrow ? 'Widen the sidebar' : 'Narrow the sidebar',
        icon: PanelLeft,
      },
      run: () => usePreferences.setState({ isRailNarrow: !isNarrow }),
    },
    { key: 'keys', group: 'Actions', label: 'Keyboard shortcuts', icon: Keyboard, run: openShortcuts },
  ];
}

function useAskEntry(typed: string): PaletteEntry[] {
  const navigate = useNavigate();
  const follow = useFollowAnswers();
  if (typed.length < 3) return [];
  const run = () => {
    void navigate({ to: '/' });
    void follow(askNew({ question: typed }));
  };
  return [{ key: 'ask', group: 'Ask', label: `Ask “${typed}”`, icon: MessageSquarePlus, run }];
}

const FOUND = 5;

/** What the server finds; each kind that fails is simply absent, for the palette must open even then. */
function useFound(search: string): PaletteEntry[] {
  const navigate = useNavigate();
  const query = { limit: FOUND, ...(search ? { search } : {}) };
  const options = { placeholderData: keepPreviousData, retry: false, staleTime: 30_000 };
  const enabled = search.length > 1;
  const services = useQuery({
    queryKey: ['palette-services', search],
    queryFn: () => client.call(listServices, { query }),
    enabled,
    ...options,
  });
  const metrics = useQuery({
    queryKey: ['palette-metrics', search],
    queryFn: () => client.call(listMetrics, { query }),
    enabled,
    ...options,
  });
  const past = useQuery({
    queryKey: ['history', 'palette', search],
    queryFn: () => client.call(listHistory, { query }),
    ...options,
  });
  const inCatalog: PaletteEntry[] = !enabled
    ? []
    : [
        ...(services.data?.services ?? []).map(
          ({ name, metricCount }): PaletteEntry => ({
            ...{ key: `service ${name}`, group: 'Services', label: name, detail: `${metricCount} metrics`, icon: Box },
            run: () => void navigate({ to: '/catalog', search: { tab: 'services', service: name, q: name } }),
          }),
        ),
        ...(metrics.data?.metrics ?? []).map(
          ({ name, help }): PaletteEntry => ({
            ...{ key: `metric ${name}`, group: 'Metrics', label: name, detail: help, icon: ChartLine },
            run: () => void navigate({ to: '/catalog', search: { metric: name, q: name } }),
          }),
        ),
      ];
  const questions = (past.data?.entries ?? []).map(
    ({ id, question, askedAt }): PaletteEntry => ({
      ...{ key: `question ${id}`, group: 'Past questions', label: question, detail: formatAge(askedAt), icon: History },
      run: () => void navigate({ to: '/ask/$id', params: { id } }),
    }),
  );
  return [...inCatalog, ...questions];
}

/** Every word typed begins some word of the label. */
function matches(label: string, typed: string): boolean {
  const words = label.toLowerCase().split(/\s+/);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((start) => words.some((word) => word.startsWith(start)));
}
