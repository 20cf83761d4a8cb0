import { mostlyAskedServices, suggestQuestions } from '../catalog/index.ts';
import { builtInPlanner } from './pipeline/planner.ts';
import { type PrepareDeps, prepareQuery } from './pipeline/prepare-query.ts';
import type { AnswerDraft } from './pipeline/run-pipeline.ts';
import { createStageLog } from './pipeline/stages/stage-log.ts';

export interface Declined {
  readonly question: string;
  /** Unix seconds. */
  readonly now: number;
}

const MOST = 3;
const SERVICES_TRIED = 3;

/**
 * The draft with questions for its suggestions. What a declined question comes nearest to are names of measures ("error rate"): each
 * is asked of a service that the question names, else of one that people ask about, and offered only when that can be planned.
 */
export async function withAskableSuggestions(
  draft: AnswerDraft,
  { question, now }: Declined,
  deps: Omit<PrepareDeps, 'planner'>,
): Promise<AnswerDraft> {
  if (draft.status !== 'declined' || draft.suggestions.length === 0) return draft;
  const offered = suggestQuestions(deps.snapshot, Number.POSITIVE_INFINITY);
  const canBePlanned = async (text: string) => {
    const log = createStageLog({ monotonic: () => 0 });
    return (
      (await prepareQuery({ question: text, now }, { ...deps, planner: builtInPlanner }, log)).outcome === 'prepared'
    );
  };
  const suggestions: string[] = [];
  for (const suggestion of draft.suggestions) {
    const wordings = offered.includes(suggestion) ? [suggestion] : wordingsOf(suggestion, question, deps);
    for (const wording of wordings) {
      if (!(await canBePlanned(wording))) continue;
      suggestions.push(wording);
      break;
    }
  }
  return { ...draft, suggestions: suggestions.length > 0 ? suggestions : offered.slice(0, MOST) };
}

function wordingsOf(measure: string, question: string, { snapshot }: Pick<PrepareDeps, 'snapshot'>): string[] {
  const asked = question.toLowerCase();
  const isNamed = (name: string) => asked.includes(name.toLowerCase());
  const names = mostlyAskedServices(snapshot).map(({ name }) => name);
  const services = [...names.filter(isNamed), ...names.filter((name) => !isNamed(name))].slice(0, SERVICES_TRIED);
  return [...services.map((name) => `${measure} of ${name}`), `What is the ${measure} now?`];
}
