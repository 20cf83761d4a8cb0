import type { Answer, AskBody } from '@locum/contracts';
import { useCallback, useState } from 'react';
import { Chart } from '../chart/chart.tsx';
import { AgeNotice } from './age-notice.tsx';
import { Alternatives } from './alternatives.tsx';
import { AnswerChips } from './answer-chips.tsx';
import { EvidenceSection } from './evidence-section.tsx';
import { FeedbackBar } from './feedback-bar.tsx';
import { FollowUps } from './follow-ups.tsx';
import { QuerySection } from './query-section.tsx';
import { plainText, Segments } from './segments.tsx';
import { SourceWarnings } from './source-warnings.tsx';
import { StageLine } from './stages.tsx';
import { Unanswered } from './unanswered.tsx';

/** Asks something that follows from an answer; `correctionOf` names the answer whose query was edited. */
export type AskNext = (body: AskBody, correctionOf?: string) => void;

interface AnswerViewProps {
  answer: Answer;
  correctionOf?: string | undefined;
  onAsk: AskNext;
}

/** An answer from top to bottom: the sentence, what it means, the chart, the facts, the query, the evidence, what next. */
export function AnswerView({ answer, correctionOf, onAsk }: AnswerViewProps) {
  const [open, setOpen] = useState({ alternatives: false, evidence: false });
  const [claimId, setClaimId] = useState<string | null>(null);
  const showClaim = useCallback((id: string) => {
    setClaimId(id);
    setOpen((now) => ({ ...now, evidence: true }));
  }, []);
  const toggle = (section: keyof typeof open) => setOpen((now) => ({ ...now, [section]: !now[section] }));
  const { plan, question } = answer;
  const drawn = answer.evidence.find(({ id }) => id === answer.chart?.evidenceId);

  return (
    <>
      {answer.readAs && answer.readAs !== question && <p className="text-sm text-faint">Read as “{answer.readAs}”</p>}
      <StageLine steps={answer.steps} totalMs={answer.ms} cached={answer.cached} />
      <AgeNotice answer={answer} onAsk={onAsk} />
      {answer.status === 'answered' ? (
        <>
          <p className="mt-3 text-lg leading-[30px] tracking-[-0.01em]">
            <Segments segments={answer.headline} claims={answer.claims} onClaim={showClaim} />
          </p>
          <Details answer={answer} onClaim={showClaim} />
        </>
      ) : (
        <Unanswered answer={answer} onAsk={onAsk} onClaim={showClaim} />
      )}
      <SourceWarnings answer={answer} />
      {answer.chart && (
        <div className="mt-5">
          <Chart
            answer={answer}
            onLoadSpan={
              drawn &&
              (({ start, end }) =>
                onAsk({
                  ...{ question, promql: drawn.request.promql, kind: 'range' },
                  range: { startSeconds: Math.floor(start), endSeconds: Math.ceil(end) },
                }))
            }
          />
        </div>
      )}
      <AnswerChips
        answer={answer}
        onAlternatives={() => toggle('alternatives')}
        onEvidence={() => toggle('evidence')}
      />
      <div className="mt-4">
        {open.alternatives && <Alternatives answer={answer} onToggle={() => toggle('alternatives')} onAsk={onAsk} />}
        {plan && <QuerySection answer={answer} plan={plan} onAsk={onAsk} />}
        {answer.evidence.length > 0 && (
          <EvidenceSection answer={answer} open={open.evidence} claimId={claimId} onToggle={() => toggle('evidence')} />
        )}
      </div>
      <FeedbackBar answer={answer} correctionOf={correctionOf} />
      <FollowUps answer={answer} onAsk={onAsk} />
    </>
  );
}

function Details({ answer, onClaim }: { answer: Answer; onClaim(id: string): void }) {
  if (answer.details.length === 0) return null;
  return (
    <div className="mt-2 flex flex-col gap-0.5 text-muted">
      {answer.details.map((segments) => (
        <p key={plainText(segments)}>
          <Segments segments={segments} claims={answer.claims} onClaim={onClaim} />
        </p>
      ))}
    </div>
  );
}
