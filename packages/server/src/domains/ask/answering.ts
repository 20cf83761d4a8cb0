import { createHash } from 'node:crypto';
import type { AskBody, Step } from '@locum/contracts';
import type { Cache } from '../../platform/cache/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Catalog, CatalogSnapshot } from '../catalog/index.ts';
import type { ConnectedSource } from '../sources/index.ts';
import { withAskableSuggestions } from './askable-suggestions.ts';
import type { Examples } from './examples.ts';
import { exploreUrl } from './explore-url.ts';
import { mergeFollowUp } from './pipeline/follow-up.ts';
import type { GroundCache } from './pipeline/ground-cache.ts';
import type { PlannedQuery, Planner } from './pipeline/planner.ts';
import { type AnswerDraft, failedDraft, runPipeline } from './pipeline/run-pipeline.ts';
import { createStageLog, type StageLog } from './pipeline/stages/stage-log.ts';
import type { FoundSnapshot } from './source-lookup.ts';
import { planUserQuery } from './user-query.ts';
import { watchAges } from './watch-ages.ts';

export interface AnsweringDeps {
  readonly catalog: Pick<Catalog, 'get'>;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly examples: Examples;
  readonly grounds: GroundCache;
  readonly planner: Planner;
  /** For questions of people; without it `planner` plans those as well. */
  readonly plannerFor?:
    | ((asker: { readonly organisationId: string; readonly sourceId: string }) => Planner)
    | undefined;
  /** Samples that one query may read. */
  readonly budgetSamples: number;
}

/** A question whose text, source and predecessor are known to be right. */
export interface CheckedQuestion {
  readonly id: string;
  readonly organisationId: string;
  readonly question: string;
  readonly source: ConnectedSource;
  readonly snapshot: FoundSnapshot;
  /** What the question before it was read as. */
  readonly previous?: string | undefined;
  readonly body: AskBody;
  readonly onStep?: ((step: Step) => void) | undefined;
}

export interface Answered {
  readonly draft: AnswerDraft;
  /** A follow-up written out. */
  readonly readAs?: string;
  readonly steps: readonly Step[];
  /** The question that was answered first: this one, or the one whose cached answer it shares. */
  readonly firstId: string;
  readonly cached: boolean;
}

/** As long as the source's own results are fresh. */
const TTL_MS = 30_000;
const KEPT: ReadonlySet<AnswerDraft['status']> = new Set(['answered', 'no_data', 'declined', 'refused']);

/** Answers, or serves what the same question was answered within the last half minute. */
export async function answerQuestion(asked: CheckedQuestion, deps: AnsweringDeps): Promise<Answered> {
  const { clock, cache, examples } = deps;
  const log = createStageLog({ monotonic: () => clock.monotonic(), onStep: asked.onStep });
  if ('failure' in asked.snapshot) {
    const draft = failedDraft(asked.snapshot.failure, asked.source);
    return { draft, steps: log.steps, firstId: asked.id, cached: false };
  }
  const { snapshot } = asked.snapshot;
  const readAs = readFollowUp(asked, snapshot, clock.now() / 1000);
  const key = keyOf(asked, readAs, snapshot, await examples.revision(asked.organisationId));
  const load = async () => ({ draft: await answerAnew(asked, readAs, snapshot, deps, log), firstId: asked.id });
  const { value, origin } = await cache.getOrLoad({ key, ttlMs: TTL_MS, anew: asked.body.anew === true, load });
  if (origin === 'loaded' && !isWorthKeeping(value.draft)) await cache.delete(key);
  return { ...value, ...(readAs !== undefined && { readAs }), steps: log.steps, cached: origin !== 'loaded' };
}

async function answerAnew(
  asked: CheckedQuestion,
  readAs: string | undefined,
  snapshot: CatalogSnapshot,
  deps: AnsweringDeps,
  log: StageLog,
): Promise<AnswerDraft> {
  const { clock, examples } = deps;
  const { source, organisationId, body } = asked;
  const question = readAs ?? asked.question;
  const example =
    body.promql === undefined ? await examples.find({ organisationId, sourceId: source.id }, question) : null;
  const given = givenQuery(body, snapshot) ?? example?.planned;
  // No caller's signal: others may wait for the same answer. The provider bounds its time.
  const input = { question, now: clock.now() / 1000, range: body.range, given };
  const nowMs = () => clock.now();
  const { id, name } = source;
  const { provider, dated } = watchAges(source.provider, { anew: body.anew === true });
  const planner = deps.plannerFor?.({ organisationId, sourceId: id }) ?? deps.planner;
  const drafted = await runPipeline(input, { ...deps, planner, snapshot, provider, source: { id, name }, nowMs }, log);
  const suggesting = await withAskableSuggestions(drafted, input, { ...deps, snapshot });
  const draft = { ...suggesting, evidence: drafted.evidence.map(dated) };
  if (example !== null && draft.plan?.planner === 'example') examples.used(example.row);
  return draft.plan === undefined
    ? draft
    : { ...draft, source: { id, name, exploreUrl: exploreUrl(source.url, draft.plan) } };
}

function readFollowUp(asked: CheckedQuestion, snapshot: CatalogSnapshot, now: number): string | undefined {
  const { previous, question, body } = asked;
  if (previous === undefined || body.promql !== undefined) return undefined;
  return mergeFollowUp({ previous, followUp: question, snapshot, now }) ?? undefined;
}

function givenQuery({ promql, kind, range }: AskBody, snapshot: CatalogSnapshot): PlannedQuery | undefined {
  if (promql === undefined) return undefined;
  return planUserQuery(promql, kind ?? (range === undefined ? 'instant' : 'range'), snapshot);
}

function isWorthKeeping({ status, evidence }: AnswerDraft): boolean {
  return KEPT.has(status) && evidence.every(({ staleSeconds }) => staleSeconds === undefined);
}

let catalogsSeen = 0;
const catalogNumbers = new WeakMap<CatalogSnapshot['families'], number>();

/** The same while the catalog's metrics are. */
function numberOf({ families }: CatalogSnapshot): number {
  const known = catalogNumbers.get(families);
  if (known !== undefined) return known;
  catalogsSeen += 1;
  catalogNumbers.set(families, catalogsSeen);
  return catalogsSeen;
}

/** Begins as the source's own cache keys do, so that disconnecting a source forgets its answers too. */
function keyOf(
  { organisationId, source, question, body }: CheckedQuestion,
  readAs: string | undefined,
  snapshot: CatalogSnapshot,
  revision: string,
): string {
  const { range, promql, kind } = body;
  const normalised = (readAs ?? question).toLowerCase();
  const parts = [normalised, range, promql?.trim(), kind, numberOf(snapshot), revision];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `${organisationId}:source:${source.id}:answer:${hash}`;
}
