import type { FeedbackVerdict, HistoryEntry, Principal, QueryPlan } from '@locum/contracts';
import { print } from '@locum/promql';
import type { Clock } from '../../platform/clock.ts';
import { AppError } from '../../platform/errors.ts';
import { createId } from '../../platform/ids.ts';
import { exampleKey } from './example-key.ts';
import type { Examples } from './examples.ts';
import { type History, toEntry } from './history.ts';
import type { SourceLookup } from './source-lookup.ts';
import type { AskStore, QuestionRow } from './store.ts';
import { parseUserQuery, planUserQuery } from './user-query.ts';

export interface FeedbackInput {
  readonly verdict: FeedbackVerdict;
  readonly promql?: string | undefined;
  readonly note?: string | undefined;
}

export interface FeedbackDeps {
  readonly store: AskStore;
  readonly history: History;
  readonly examples: Pick<Examples, 'forget'>;
  readonly clock: Clock;
  readonly findSource: SourceLookup;
}

export type GiveFeedback = (principal: Principal, id: string, feedback: FeedbackInput) => Promise<HistoryEntry>;

/** Keeps what a person says of an answer. What was accepted or corrected is used from the next question on. */
export function createFeedback({ store, history, examples, clock, findSource }: FeedbackDeps): GiveFeedback {
  async function teach(
    principal: Principal,
    row: QuestionRow,
    promql: string,
    origin: 'accepted' | 'edited',
  ): Promise<void> {
    const { organisationId, sourceId } = row;
    // A source that was removed takes its examples with it.
    if (sourceId === null) return;
    const plan = (await store.findAnswer(organisationId, row))?.plan;
    const question = row.readAs ?? row.question;
    const range = plan?.startSeconds === undefined ? null : Math.round(plan.endSeconds - plan.startSeconds);
    await store.saveExample({
      id: createId(clock.now()),
      organisationId,
      sourceId,
      question,
      key: exampleKey(question),
      promql: print(parseUserQuery(promql)),
      kind: plan?.kind ?? 'instant',
      rangeSeconds: range,
      ...(await describe(principal, sourceId, promql, origin === 'accepted' ? plan : undefined)),
      origin,
      useCount: 0,
      createdAt: new Date(clock.now()),
    });
  }

  /** Of a corrected query neither unit nor reading are those of the answer that it corrects. */
  async function describe(principal: Principal, sourceId: string, promql: string, plan: QueryPlan | undefined) {
    if (plan !== undefined) return { unit: plan.unit, reading: plan.reading };
    const { found } = await findSource(principal, sourceId);
    if ('failure' in found) return { unit: 'count', reading: '' };
    const { unit, reading } = planUserQuery(promql, 'instant', found.snapshot);
    return { unit, reading };
  }

  return async (principal, id, { verdict, promql, note }) => {
    const { organisationId } = principal;
    const row = await history.get(organisationId, id);
    const query = queryOf(row, verdict, promql);
    if (query !== null) await teach(principal, row, query, verdict === 'edited' ? 'edited' : 'accepted');
    else if (row.sourceId !== null)
      await store.removeExample(organisationId, row.sourceId, exampleKey(row.readAs ?? row.question));
    const feedback = {
      verdict,
      editedPromql: verdict === 'edited' ? query : null,
      note: note?.replaceAll('\0', '') ?? null,
    };
    await store.setFeedback(organisationId, id, feedback);
    examples.forget(organisationId);
    return toEntry({ ...row, ...feedback });
  };
}

/** The query to learn; null when the answer was wrong. */
function queryOf(row: QuestionRow, verdict: FeedbackVerdict, edited: string | undefined): string | null {
  if (verdict === 'wrong') return null;
  const query = verdict === 'edited' ? edited : row.promql;
  if (query === undefined)
    throw new AppError('invalid_request', { hint: 'Send the corrected query as `promql`, or choose another verdict.' });
  if (query === null)
    throw new AppError('invalid_request', { hint: 'This question has no query that could be accepted.' });
  parseUserQuery(query);
  return query;
}
