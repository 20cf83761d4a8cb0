import type { TimeRange } from '@locum/contracts';
import { Clock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { formatLast, formatSpan } from '../../format/time.tsx';
import { ChipButton } from '../../ui/chip.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useAskPreferences } from './ask-preferences.ts';

const SpanDialog = lazy(() => import('./span-dialog.tsx').then((module) => ({ default: module.SpanDialog })));

const lengths = [900, 3600, 21_600, 86_400, 604_800, 2_592_000];

/** The range of time asked about. "As asked" leaves it to the words of the question. */
export function TimeRangeChip() {
  const range = useAskPreferences((state) => state.range);
  const [isChoosing, setIsChoosing] = useState(false);
  const choose = (next: TimeRange | null) => useAskPreferences.setState({ range: next });
  const chosenLength = range && 'lastSeconds' in range ? range.lastSeconds : null;
  return (
    <>
      <Menu
        label="Time range"
        trigger={
          <ChipButton
            title="Time range"
            tone={range ? 'accent' : 'plain'}
            icon={<Clock size={13} aria-hidden className="shrink-0" />}
          >
            <span className="sr-only">Time range: </span>
            {rangeText(range)}
          </ChipButton>
        }
        items={[
          { key: 'auto', label: 'As the question says', checked: range === null, onSelect: () => choose(null) },
          ...lengths.map((seconds) => ({
            key: String(seconds),
            label: `The ${formatLast(seconds)}`,
            checked: chosenLength === seconds,
            onSelect: () => choose({ lastSeconds: seconds }),
          })),
          {
            key: 'custom',
            label: 'From … to …',
            checked: range !== null && 'startSeconds' in range,
            onSelect: () => setIsChoosing(true),
          },
        ]}
      />
      {isChoosing && (
        <Suspense fallback={null}>
          <SpanDialog range={range} onChoose={choose} onClose={() => setIsChoosing(false)} />
        </Suspense>
      )}
    </>
  );
}

function rangeText(range: TimeRange | null): string {
  if (!range) return 'As asked';
  return 'lastSeconds' in range ? formatLast(range.lastSeconds) : formatSpan(range.startSeconds, range.endSeconds);
}
