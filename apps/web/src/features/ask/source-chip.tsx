import { listSources } from '@locum/contracts';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleAlert, Database } from 'lucide-react';
import { client } from '../../api.ts';
import { ChipButton } from '../../ui/chip.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useAskPreferences } from './ask-preferences.ts';

/** The source that is asked; the default one unless another was chosen. */
export function SourceChip() {
  const chosenId = useAskPreferences((state) => state.sourceId);
  const navigate = useNavigate();
  const { data } = useQuery({ queryKey: ['sources'], queryFn: () => client.call(listSources, {}) });
  const sources = data?.sources ?? [];
  const current =
    sources.find((source) => source.id === chosenId) ?? sources.find((source) => source.isDefault) ?? sources[0];
  const isDown = current?.health.state === 'down';
  return (
    <Menu
      label="Source"
      trigger={
        <ChipButton
          title={isDown ? `${current.name} does not answer: ${current.health.message ?? ''}` : 'Source'}
          tone={isDown ? 'red' : 'plain'}
          icon={
            isDown ? (
              <CircleAlert size={13} aria-hidden className="shrink-0" />
            ) : (
              <Database size={13} aria-hidden className="shrink-0" />
            )
          }
        >
          <span className="sr-only">Source: </span>
          {current ? current.name : 'Source'}
          {isDown && <span className="sr-only"> (does not answer)</span>}
        </ChipButton>
      }
      items={[
        ...sources.map((source) => ({
          key: source.id,
          label: source.name,
          detail: source.health.state === 'down' ? 'down' : source.health.version,
          checked: source.id === current?.id,
          onSelect: () => useAskPreferences.setState({ sourceId: source.isDefault ? null : source.id }),
        })),
        { key: 'manage', label: 'Manage sources', onSelect: () => void navigate({ to: '/sources' }) },
      ]}
    />
  );
}

/** The source to send with a question: null for the default one, or when the chosen one is gone. */
export function useChosenSourceId(): string | null {
  const chosenId = useAskPreferences((state) => state.sourceId);
  const { data } = useQuery({ queryKey: ['sources'], queryFn: () => client.call(listSources, {}) });
  return chosenId && data && !data.sources.some((source) => source.id === chosenId) ? null : chosenId;
}
