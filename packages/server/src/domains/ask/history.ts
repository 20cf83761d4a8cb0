import type { Answer, HistoryEntry } from '@locum/contracts';
import { AppError } from '../../platform/errors.ts';
import type { AskStore, EntryRow, QuestionRow } from './store.ts';

export interface HistoryQuery {
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface HistoryReply {
  readonly entries: HistoryEntry[];
  readonly nextCursor?: string;
}

export interface History {
  list(organisationId: string, query: HistoryQuery): Promise<HistoryReply>;
  /** Throws `not_found`, also for questions of others. */
  get(organisationId: string, id: string): Promise<QuestionRow>;
  getAnswer(organisationId: string, id: string): Promise<Answer>;
}

export function createHistory(store: AskStore): History {
  async function get(organisationId: string, id: string): Promise<QuestionRow> {
    const row = await store.find(organisationId, id);
    if (row === null) throw new AppError('not_found');
    return row;
  }

  return {
    get,
    async list(organisationId, { search, cursor, limit }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const wanted = search?.replaceAll('\0', '').trim();
      // One more than asked tells whether there are others.
      const rows = await store.list(organisationId, { search: wanted || undefined, after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.map(toEntry),
        ...(rows.length > limit && last !== undefined && { nextCursor: writeCursor(last) }),
      };
    },
    async getAnswer(organisationId, id) {
      const row = await get(organisationId, id);
      const answer = await store.findAnswer(organisationId, row);
      if (answer === null) throw new AppError('not_found');
      const { question, previousQuestionId, readAs, askedAt, ms, cached } = row;
      const { previousQuestionId: _, readAs: __, ...rest } = answer;
      return {
        ...rest,
        id,
        question,
        ...(previousQuestionId !== null && { previousQuestionId }),
        ...(readAs !== null && { readAs }),
        cached,
        askedAt: askedAt.toISOString(),
        ms,
      };
    },
  };
}

export function toEntry(row: EntryRow): HistoryEntry {
  const { id, question, status, headline, ms, cached, promql, sourceId, previousQuestionId, verdict } = row;
  return {
    id,
    question,
    status,
    headline,
    askedAt: row.askedAt.toISOString(),
    ms,
    cached,
    ...(promql !== null && { promql }),
    ...(sourceId !== null && { sourceId }),
    ...(previousQuestionId !== null && { previousQuestionId }),
    ...(verdict !== null && {
      feedback: {
        verdict,
        ...(row.editedPromql !== null && { promql: row.editedPromql }),
        ...(row.note !== null && { note: row.note }),
      },
    }),
  };
}

function writeCursor({ askedAt, id }: EntryRow): string {
  return Buffer.from(JSON.stringify([askedAt.getTime(), id])).toString('base64url');
}

function readCursor(text: string): { askedAt: Date; id: string } {
  const match = /^\[(\d{1,15}),"([0-9a-f-]{36})"\]$/.exec(Buffer.from(text, 'base64url').toString());
  if (match === null) throw new AppError('invalid_request', { hint: 'The cursor is not one that a list has given.' });
  return { askedAt: new Date(Number(match[1])), id: match[2] ?? '' };
}
