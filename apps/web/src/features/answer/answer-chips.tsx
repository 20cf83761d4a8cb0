import type { Answer, Evidence } from '@locum/contracts';
import { Clock, Database, Gauge, GitBranch, Info, PenLine, Sparkles, TriangleAlert, Zap } from 'lucide-react';
import { formatLast, formatMoment, formatSpan, utc } from '../../format/time.tsx';
import { formatDuration } from '../../format/units.ts';
import { Chip, ChipButton, type Tone } from '../../ui/chip.tsx';

interface AnswerChipsProps {
  answer: Answer;
  onAlternatives(): void;
  onEvidence(): void;
}

/** The facts about an answer in a line: source, window, age, confidence, how it was planned, other readings. */
export function AnswerChips({ answer, onAlternatives, onEvidence }: AnswerChipsProps) {
  const { plan, source, alternatives, findings } = answer;
  const evidence = answer.evidence.find(({ id }) => id === answer.chart?.evidenceId) ?? answer.evidence[0];
  const notes = findings.filter((finding) => finding.severity !== 'info');
  const confidence = plan && confidenceOf(plan.confidence);
  return (
    <ul aria-label="About this answer" className="mt-3 flex flex-wrap gap-1.5">
      {source && (
        <li>
          <Chip icon={<Database size={12} aria-hidden />}>{source.name}</Chip>
        </li>
      )}
      {evidence && <WindowChips evidence={evidence} />}
      {confidence && (
        <li>
          <Chip
            tone={confidence.tone}
            title={`Confidence ${Math.round(plan.confidence * 100)} %. ${plan.reading}`}
            icon={<Gauge size={12} aria-hidden />}
          >
            {confidence.word}
          </Chip>
        </li>
      )}
      {plan && plan.planner !== 'built-in' && (
        <li>
          <Chip icon={plan.planner === 'user' ? <PenLine size={12} aria-hidden /> : <Sparkles size={12} aria-hidden />}>
            {planners[plan.planner]}
          </Chip>
        </li>
      )}
      {answer.cached && (
        <li>
          <Chip icon={<Zap size={12} aria-hidden />}>from the cache</Chip>
        </li>
      )}
      {alternatives.length > 0 && (
        <li>
          <ChipButton onClick={onAlternatives} icon={<GitBranch size={12} aria-hidden />}>
            {alternatives.length} other {alternatives.length === 1 ? 'reading' : 'readings'}
          </ChipButton>
        </li>
      )}
      {notes.length > 0 && (
        <li>
          <Chip
            tone="amber"
            title={notes.map((note) => note.message).join('\n')}
            icon={<TriangleAlert size={12} aria-hidden />}
          >
            {notes.length} {notes.length === 1 ? 'note' : 'notes'} on the query
          </Chip>
        </li>
      )}
      {answer.claims.length > 0 && (
        <li>
          <ChipButton onClick={onEvidence} icon={<Info size={12} aria-hidden />}>
            {answer.claims.length} {answer.claims.length === 1 ? 'figure' : 'figures'} with evidence
          </ChipButton>
        </li>
      )}
    </ul>
  );
}

const planners = { model: 'planned by a model', user: 'your query', example: 'from an accepted example' };

function WindowChips({ evidence }: { evidence: Evidence }) {
  const { startSeconds, endSeconds } = dataWindow(evidence);
  const evaluated = `Read at ${formatMoment(evidence.evaluatedAt)} (${utc(evidence.evaluatedAt)})`;
  const length = startSeconds !== undefined && endSeconds !== undefined ? endSeconds - startSeconds : 0;
  return (
    <>
      {length > 0 && startSeconds !== undefined && endSeconds !== undefined && (
        <li>
          <Chip
            title={`${formatSpan(startSeconds, endSeconds)}\n${utc(startSeconds)} – ${utc(endSeconds)}`}
            icon={<Clock size={12} aria-hidden />}
          >
            {isNow(endSeconds, evidence.evaluatedAt) ? formatLast(length) : formatSpan(startSeconds, endSeconds)}
          </Chip>
        </li>
      )}
      <li>
        {evidence.staleSeconds ? (
          <Chip tone="amber" title={evaluated} icon={<TriangleAlert size={12} aria-hidden />}>
            data {formatDuration(evidence.staleSeconds)} old
          </Chip>
        ) : (
          <Chip title={evaluated}>as of {formatMoment(endSeconds ?? evidence.evaluatedAt)}</Chip>
        )}
      </li>
    </>
  );
}

/** A query with an offset is evaluated later than the time that its data are of. */
function dataWindow({ request, result }: Evidence): Pick<Evidence['request'], 'startSeconds' | 'endSeconds'> {
  const { startSeconds, endSeconds } = request;
  const start = startSeconds ?? endSeconds;
  const back = start - (result.times[0] ?? start);
  return { ...(startSeconds !== undefined && { startSeconds: startSeconds - back }), endSeconds: endSeconds - back };
}

function isNow(endSeconds: number, evaluatedAt: string): boolean {
  return Math.abs(endSeconds - Date.parse(evaluatedAt) / 1000) < 120;
}

function confidenceOf(confidence: number): { word: string; tone: Tone } {
  if (confidence >= 0.75) return { word: 'high confidence', tone: 'plain' };
  if (confidence >= 0.5) return { word: 'medium confidence', tone: 'plain' };
  return { word: 'low confidence: check the reading', tone: 'amber' };
}
