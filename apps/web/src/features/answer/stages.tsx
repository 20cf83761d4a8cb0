import type { StageName, Step } from '@locum/contracts';
import { Check, ChevronRight, CircleDashed, LoaderCircle, Square } from 'lucide-react';
import { useState } from 'react';
import { formatDuration } from '../../format/units.ts';
import { Button } from '../../ui/button.tsx';

const stages: readonly { name: StageName; label: string; doing: string }[] = [
  { name: 'understand', label: 'Understand', doing: 'Reading the question' },
  { name: 'ground', label: 'Ground', doing: 'Looking through the catalog' },
  { name: 'plan', label: 'Plan', doing: 'Writing the query' },
  { name: 'check', label: 'Check', doing: 'Checking the query' },
  { name: 'cost', label: 'Cost', doing: 'Estimating the cost' },
  { name: 'execute', label: 'Execute', doing: 'Asking the source' },
  { name: 'answer', label: 'Answer', doing: 'Writing the answer' },
  { name: 'record', label: 'Record', doing: 'Keeping the record' },
];

/** The first stage of which no step has come yet. */
function nextStage(steps: Step[]) {
  return stages.find((stage) => !steps.some((step) => step.name === stage.name));
}

interface StageLineProps {
  steps: Step[];
  isRunning?: boolean;
  totalMs?: number;
  cached?: boolean;
  onStop?(): void;
}

/** The stages in one line of fixed height: which one is under way, or, when done, how long it all took. It unfolds. */
export function StageLine({ steps, isRunning, totalMs, cached, onStop }: StageLineProps) {
  const [isOpen, setIsOpen] = useState(false);
  const next = nextStage(steps);
  if (isRunning) {
    return (
      <div className="mt-2 flex h-8 items-center gap-2 text-sm text-muted">
        <LoaderCircle size={15} aria-hidden className="spin shrink-0 text-accent" />
        <span role="status" className="min-w-0 flex-1 truncate">
          {next?.doing ?? 'Finishing'}
        </span>
        <Button size="small" look="quiet" onClick={onStop} icon={<Square size={11} aria-hidden />}>
          Stop
        </Button>
      </div>
    );
  }
  if (steps.length === 0) return <div className="h-2" />;
  return (
    <div className="mt-2 text-sm">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="figures -ml-1 flex h-8 items-center gap-1.5 rounded-sm px-1 text-faint hover:text-text"
      >
        <ChevronRight size={14} aria-hidden className={isOpen ? 'rotate-90' : ''} />
        {steps.length} {steps.length === 1 ? 'stage' : 'stages'}
        {totalMs !== undefined && ` in ${formatDuration(totalMs / 1000)}`}
        {cached && ', from the cache'}
      </button>
      {isOpen && (
        <div className="pt-1 pb-2">
          <StageList steps={steps} />
        </div>
      )}
    </div>
  );
}

/** Every stage with what it found and how long it took; while running, also those to come. */
export function StageList({ steps, isRunning }: { steps: Step[]; isRunning?: boolean }) {
  const rows = isRunning ? stages : stages.filter((stage) => steps.some((step) => step.name === stage.name));
  const current = isRunning ? nextStage(steps)?.name : undefined;
  return (
    <ol aria-label="Stages" className="w-full text-sm">
      {rows.map(({ name, label }) => {
        const step = steps.find((candidate) => candidate.name === name);
        return (
          <li key={name} className={`flex min-h-7 items-center gap-2.5 ${step ? '' : 'text-faint'}`}>
            {step ? (
              <Check size={14} aria-hidden className="shrink-0 text-green" />
            ) : name === current ? (
              <LoaderCircle size={14} aria-hidden className="spin shrink-0 text-accent" />
            ) : (
              <CircleDashed size={14} aria-hidden className="shrink-0 text-line-strong" />
            )}
            <span className="w-24 shrink-0 text-muted">{label}</span>
            <span className="min-w-0 flex-1 truncate" title={step?.summary}>
              {step?.summary}
            </span>
            {step && <span className="figures shrink-0 text-xs text-faint">{formatDuration(step.ms / 1000)}</span>}
          </li>
        );
      })}
    </ol>
  );
}
