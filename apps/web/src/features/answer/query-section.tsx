import type { Answer, QueryPlan } from '@locum/contracts';
import { Copy, ExternalLink, MessageCircleQuestion, Pencil } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { Findings } from '../query/findings.tsx';
import { Promql } from '../query/promql.tsx';
import { QueryEditor } from '../query/query-editor.tsx';
import type { AskNext } from './answer-view.tsx';
import { Explanation } from './explanation.tsx';

interface QuerySectionProps {
  answer: Answer;
  plan: QueryPlan;
  onAsk: AskNext;
}

/** The query that gave the answer: to read, copy, have explained, change and run, or open where it came from. */
export function QuerySection({ answer, plan, onAsk }: QuerySectionProps) {
  const [isEditing, setIsEditing] = useState(false);
  const [isExplained, setIsExplained] = useState(false);
  const exploreUrl = safeUrl(answer.source?.exploreUrl);
  return (
    <section aria-label="Query" className="border-t border-line py-3">
      {isEditing ? (
        <QueryEditor
          promql={plan.promql}
          sourceId={answer.source?.id}
          onCancel={() => setIsEditing(false)}
          onRun={(promql) => {
            setIsEditing(false);
            onAsk({ question: answer.question, promql, kind: plan.kind }, answer.id);
          }}
        />
      ) : (
        <div className="rounded-sm border border-line bg-sunken">
          <div className="flex items-start gap-2 px-3 py-2.5">
            <Promql text={plan.promql} className="min-w-0 flex-1 text-sm" />
            <IconButton label="Copy the query" onClick={() => copyText(plan.promql, 'Query copied')}>
              <Copy size={14} aria-hidden />
            </IconButton>
          </div>
          <div className="flex flex-wrap items-center gap-1 border-t border-line px-1.5 py-1">
            <Button
              size="small"
              look="quiet"
              aria-expanded={isExplained}
              onClick={() => setIsExplained(!isExplained)}
              icon={<MessageCircleQuestion size={14} aria-hidden />}
            >
              Explain
            </Button>
            <Button
              size="small"
              look="quiet"
              onClick={() => setIsEditing(true)}
              icon={<Pencil size={13} aria-hidden />}
            >
              Edit and run
            </Button>
            {exploreUrl && (
              <a
                href={exploreUrl}
                target="_blank"
                rel="noreferrer"
                className="inline-flex h-7 items-center gap-1.5 rounded-sm px-2 text-sm text-muted hover:bg-hover hover:text-text"
              >
                <ExternalLink size={13} aria-hidden /> Open in Prometheus
              </a>
            )}
          </div>
        </div>
      )}
      {isExplained && !isEditing && <Explanation answer={answer} promql={plan.promql} />}
      {!isEditing && answer.findings.length > 0 && (
        <Findings findings={answer.findings} promql={plan.promql} isRepaired />
      )}
    </section>
  );
}

/** The address comes from a source's settings: only web addresses are links. */
function safeUrl(url: string | undefined): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
