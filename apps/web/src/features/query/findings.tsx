import type { Finding } from '@locum/contracts';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';

const looks = {
  error: { icon: CircleAlert, tone: 'text-red', word: 'Error' },
  warning: { icon: TriangleAlert, tone: 'text-amber', word: 'Warning' },
  info: { icon: Info, tone: 'text-blue', word: 'Note' },
};

interface FindingsProps {
  findings: Finding[];
  promql: string;
  /** The query that is shown has its repairs already. */
  isRepaired: boolean;
}

/** What the checker says of a query, each with the piece of text that it is about. */
export function Findings({ findings, promql, isRepaired }: FindingsProps) {
  return (
    <ul aria-label="What the check found" className="mt-3 flex flex-col gap-1 text-sm">
      {findings.map((finding) => {
        const { icon: Icon, tone, word } = looks[finding.severity];
        const piece = promql.slice(finding.start, finding.end);
        return (
          <li key={`${finding.code} ${finding.start} ${finding.message}`} className="flex items-start gap-2">
            <Icon size={15} aria-label={word} className={`mt-0.5 shrink-0 ${tone}`} />
            <span className="min-w-0">
              {finding.message}
              {finding.repaired && (
                <span className="text-green">{isRepaired ? ' Repaired.' : ' Can be repaired.'}</span>
              )}
              {piece && piece.length < promql.length && (
                <code className="ml-1.5 rounded-[4px] bg-hover px-1 font-mono text-xs break-all">{piece}</code>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
