import type { TimeRange } from '@locum/contracts';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

interface SpanDialogProps {
  range: TimeRange | null;
  onChoose(range: TimeRange): void;
  onClose(): void;
}

/** Asks for a beginning and an end, in the reader's time zone. */
export function SpanDialog({ range, onChoose, onClose }: SpanDialogProps) {
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
