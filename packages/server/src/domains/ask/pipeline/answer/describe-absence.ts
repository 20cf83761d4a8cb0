import type { Evidence } from '@locum/contracts';
import type { Absence } from '../explain-absence.ts';
import { formatDuration } from './format-value.ts';
import { capitalise } from './subject.ts';
import { type Description, plain, type Wording } from './wording.ts';

/** Data this young is of now: the steps at which it is looked for are five minutes apart. */
const RECENT_SECONDS = 600;

/** Why there is no number, and what would help. */
export function describeAbsence(absence: Absence, main: Evidence, { book, subject, shape, now }: Wording): Description {
  const sentence = (text: string, ...details: string[]): Description => ({
    headline: [plain(text)],
    details: details.map((detail) => [plain(detail)]),
  });
  switch (absence.reason) {
    case 'unknown_metric':
      return sentence(`There is no metric named ${absence.name} in this source.`, ...nearest(absence.nearest));
    case 'unknown_label_value': {
      const { label, value } = absence;
      return sentence(`No series has the ${label} “${value}”.`, ...nearest(absence.nearest));
    }
    case 'no_alerts':
      return sentence(
        'No such alert is raised now.',
        `${absence.rules} alert ${absence.rules === 1 ? 'rule is' : 'rules are'} evaluated here.`,
      );
    case 'not_a_number':
      return sentence(
        `${capitalise(subject.text)} cannot be computed here: nothing happened in this window, so it would divide by zero.`,
        'Ask for a longer window, or for how many there were.',
      );
    case 'empty_window': {
      const start = plain(`There is no data about ${subject.text} in this window`);
      const { lastSeenSeconds } = absence;
      if (lastSeenSeconds === undefined)
        return {
          headline: [start, plain('.')],
          details: [
            [plain('The metric is known, but had no data in the last two weeks. Check that its exporter is scraped.')],
          ],
        };
      const ago = formatDuration((shape.comparison?.offsetMs ?? 0) / 1000);
      if (shape.comparison !== undefined && now - lastSeenSeconds < RECENT_SECONDS)
        return sentence(`There is data about ${subject.text} now, but none of ${ago} earlier to compare it with.`);
      const moment = book.sayMoment(lastSeenSeconds, { evidenceId: main.id, derivation: 'last seen' });
      return { headline: [start, plain('; the last was at '), moment, plain('.')], details: [] };
    }
  }
}

function nearest(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`The nearest are ${names.join(', ')}.`];
}
