import type { TimeRange } from '@locum/contracts';
import { Clock } from 'lucide-react';
import { useState } from 'react';
import { formatLast, formatSpan } from '../../format/time.tsx';
import { Button } from '../../ui/button.tsx';
import { ChipButton } from '../../ui/chip.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useAskPreferences } from './ask-preferences.ts';

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
      {isChoosing && <SpanDialog range={range} onChoose={choose} onClose={() => setIsChoosing(false)} />}
    </>
  );
}

export function rangeText(range: TimeRange | null): string {
  if (!range) return 'As asked';
  return 'lastSeconds' in range ? formatLast(range.lastSeconds) : formatSpan(range.startSeconds, range.endSeconds);
}

interface SpanDialogProps {
  range: TimeRange | null;
  onChoose(range: TimeRange): void;
  onClose(): void;
}

function SpanDialog({ range, onChoose, onClose }: SpanDialogProps) {
  const now = Math.floor(Date.now() / 1000);
  const initial = range && 'startSeconds' in range ? range : { startSeconds: now - 3600, endSeconds: now };
  const [from, setFrom] = useState(inputTime(initial.startSeconds));
  const [to, setTo] = useState(inputTime(initial.endSeconds));
  const [startSeconds, endSeconds] = [Date.parse(from) / 1000, Date.parse(to) / 1000];
  const isValid = endSeconds > startSeconds;
  return (
    <Dialog open onClose={onClose} title="Time range" description="In the time zone of this device.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isValid) return;
          onChoose({ startSeconds, endSeconds });
          onClose();
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="From"
            type="datetime-local"
            step={1}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <Field
            label="To"
            type="datetime-local"
            step={1}
            value={to}
            problem={isValid ? undefined : 'The end must be after the start.'}
            onChange={(event) => setTo(event.target.value)}
          />
        </div>
        <Button type="submit" look="primary" disabled={!isValid} className="self-end">
          Use this range
        </Button>
      </form>
    </Dialog>
  );
}

/** Local time as a datetime-local input holds it. */
function inputTime(seconds: number): string {
  const shifted = new Date((seconds - new Date(seconds * 1000).getTimezoneOffset() * 60) * 1000);
  return shifted.toISOString().slice(0, 19);
}
