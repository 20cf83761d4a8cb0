import { checkQuery } from '@locum/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CircleCheck, Play, Wrench } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { client } from '../../api.ts';
import { Button } from '../../ui/button.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { Findings } from './findings.tsx';
import { PromqlTokens } from './promql.tsx';

interface QueryEditorProps {
  promql: string;
  sourceId: string | undefined;
  onRun(promql: string): void;
  onCancel(): void;
}

const CHECK_PAUSE_MS = 350;

/** Edits a query with its colours, checks it while typing pauses, offers the certain repair, runs it. */
export function QueryEditor({ promql, sourceId, onRun, onCancel }: QueryEditorProps) {
  const [text, setText] = useState(promql);
  const area = useRef<HTMLTextAreaElement>(null);
  const settled = useSettled(text, CHECK_PAUSE_MS);
  const check = useQuery({
    queryKey: ['check', sourceId, settled],
    queryFn: ({ signal }) =>
      client.call(checkQuery, { body: { promql: settled, ...(sourceId ? { sourceId } : {}) } }, { signal }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  useEffect(() => area.current?.focus(), []);
  const { data } = check;
  const repaired = data?.repaired;
  const run = () => text.trim() && onRun(text.trim());

  return (
    <div>
      <div className="rounded-sm border border-line-strong bg-sunken focus-within:border-accent">
        <div className="relative font-mono text-sm">
          {/* The coloured text lies under a text area whose own text is transparent; both wrap alike. */}
          <pre aria-hidden className="pointer-events-none min-h-16 px-3 py-2.5 break-words whitespace-pre-wrap">
            <PromqlTokens text={`${text}\n`} />
          </pre>
          <textarea
            ref={area}
            aria-label="PromQL"
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) run();
              if (event.key === 'Escape') onCancel();
            }}
            className="absolute inset-0 size-full resize-none overflow-hidden bg-transparent px-3 py-2.5 break-words whitespace-pre-wrap text-transparent caret-text outline-none"
          />
        </div>
        <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-1.5 py-1.5">
          <Button
            size="small"
            look="primary"
            onClick={run}
            disabled={!text.trim()}
            icon={<Play size={13} aria-hidden />}
          >
            Run
          </Button>
          <Button size="small" look="quiet" onClick={onCancel}>
            Cancel
          </Button>
          {repaired && repaired !== text && (
            <Button size="small" onClick={() => setText(repaired)} icon={<Wrench size={13} aria-hidden />}>
              Apply the repair
            </Button>
          )}
        </div>
      </div>
      <div className="min-h-10" aria-live="polite">
        {data && data.findings.length > 0 && <Findings findings={data.findings} promql={settled} isRepaired={false} />}
        {data?.valid && data.findings.length === 0 && (
          <p className="mt-3 flex items-center gap-2 text-sm text-muted">
            <CircleCheck size={15} aria-hidden className="text-green" /> The query is valid
            {data.cost && !data.cost.withinBudget && `, but too costly: ${data.cost.reason}`}
          </p>
        )}
        {check.isError && (
          <p className="mt-3 text-sm text-muted">The check is not available. The query can still be run.</p>
        )}
      </div>
    </div>
  );
}
