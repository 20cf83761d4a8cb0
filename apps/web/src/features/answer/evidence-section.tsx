import type { Answer, Claim, Evidence } from '@locum/contracts';
import { Copy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatSpan, Moment, utc } from '../../format/time.tsx';
import { formatDuration } from '../../format/units.ts';
import { IconButton } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy.ts';
import { Fold } from '../../ui/fold.tsx';
import { labelText } from '../chart/chart-data.ts';
import { Promql } from '../query/promql.tsx';
import { Rerun } from './rerun.tsx';

interface EvidenceSectionProps {
  answer: Answer;
  open: boolean;
  /** The figure that was clicked, to show and mark. */
  claimId: string | null;
  onToggle(): void;
}

/** What each figure rests on: the query, the source, the time, the digest; and the same again at one click. */
export function EvidenceSection({ answer, open, claimId, onToggle }: EvidenceSectionProps) {
  return (
    <Fold title={`Evidence (${answer.evidence.length})`} open={open} onToggle={onToggle}>
      <div className="flex flex-col gap-3">
        {answer.evidence.map((evidence) => (
          <EvidenceCard
            key={evidence.id}
            evidence={evidence}
            claims={answer.claims.filter((claim) => claim.evidenceId === evidence.id)}
            question={answer.question}
            claimId={claimId}
          />
        ))}
      </div>
    </Fold>
  );
}

interface EvidenceCardProps {
  evidence: Evidence;
  claims: Claim[];
  question: string;
  claimId: string | null;
}

function EvidenceCard({ evidence, claims, question, claimId }: EvidenceCardProps) {
  const { request } = evidence;
  const facts: [string, React.ReactNode][] = [
    ['Source', `${evidence.sourceName}${evidence.sourceRevision ? ` (${evidence.sourceRevision})` : ''}`],
    ['Read at', <Moment key="at" at={evidence.evaluatedAt} />],
    ['Window', windowText(request)],
    [
      'Result',
      `${evidence.result.totalSeries.toLocaleString('en')} series, ${evidence.result.times.length} ${evidence.result.times.length === 1 ? 'point' : 'points'} in time`,
    ],
    ['Digest', <Digest key="digest" digest={evidence.digest} />],
  ];
  return (
    <div className="rounded-sm border border-line bg-surface p-3 text-sm">
      <Promql text={request.promql} className="mb-2.5 text-xs" />
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr_auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="figures min-w-0 truncate">{value}</dd>
          </div>
        ))}
      </dl>
      {claims.length > 0 && <Claims claims={claims} claimId={claimId} />}
      <Rerun evidence={evidence} question={question} />
    </div>
  );
}

function Claims({ claims, claimId }: { claims: Claim[]; claimId: string | null }) {
  const marked = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again for each figure that is clicked
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'nearest' });
  }, [claimId]);
  return (
    <ul aria-label="Figures that rest on this" className="mt-3 flex flex-col border-t border-line pt-2">
      {claims.map((claim) => (
        <li
          key={claim.id}
          ref={claim.id === claimId ? marked : undefined}
          aria-current={claim.id === claimId ? 'true' : undefined}
          className="-mx-1.5 flex flex-wrap gap-x-3 rounded-sm px-1.5 py-0.5 aria-[current]:bg-accent-soft"
        >
          <span className="figures min-w-20 font-semibold">{claim.text}</span>
          <span className="text-muted">{claim.derivation}</span>
          {claim.labels && Object.keys(claim.labels).length > 0 && (
            <span className="min-w-0 truncate text-muted">{labelText(claim.labels)}</span>
          )}
          {claim.at !== undefined && (
            <span className="ml-auto text-faint">
              <Moment at={claim.at} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Digest({ digest }: { digest: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className="truncate font-mono text-xs" title={`SHA-256 of the result: ${digest}`}>
        {digest.slice(0, 16)}
      </span>
      <IconButton label="Copy the digest" className="size-5!" onClick={() => copyText(digest, 'Digest copied')}>
        <Copy size={12} aria-hidden />
      </IconButton>
    </span>
  );
}

function windowText({ startSeconds, endSeconds, stepSeconds }: Evidence['request']) {
  if (startSeconds === undefined || startSeconds === endSeconds) return <Moment at={endSeconds ?? 0} />;
  return (
    <span title={`${utc(startSeconds)} – ${utc(endSeconds ?? startSeconds)}`}>
      {formatSpan(startSeconds, endSeconds ?? startSeconds)}
      {stepSeconds ? `, every ${formatDuration(stepSeconds)}` : ''}
    </span>
  );
}
