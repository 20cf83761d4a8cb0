import type { Interruptible } from '../../../../platform/interruptible/index.ts';
import type { KnowledgeFile } from '../../../catalog/index.ts';
import { isEveryday } from './everyday-words.ts';
import type { LabelWords } from './label-words.ts';
import type { Measure } from './measure.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What knowledge files are about, so that a question about something that is not here can be told so. */
export interface Subjects {
  /** Subjects that knowledge files describe but of which nothing is here: stem → title of the file. */
  readonly absentSubjects: ReadonlyMap<string, string>;
  /** Stems that name the subject of some knowledge file. */
  readonly subjectStems: ReadonlySet<string>;
  /** Stems that name a product (redis, jvm, kafka), with the title of its file. */
  readonly products: ReadonlyMap<string, string>;
}

export function* findSubjects(
  knowledge: readonly KnowledgeFile[],
  measures: readonly Measure[],
  vocabulary: Vocabulary,
  labelWords: LabelWords,
): Interruptible<Subjects> {
  const absentSubjects = yield* findAbsent(knowledge, measures, vocabulary, labelWords);
  return {
    absentSubjects,
    subjectStems: new Set(
      knowledge
        .flatMap((file) => file.about)
        .filter((word) => !word.includes(' ') && !isEveryday(word))
        .flatMap((word) => vocabulary.stems(word))
        .filter((stem) => !labelWords.stems.has(stem)),
    ),
    products: findProducts(knowledge, vocabulary),
  };
}

/** Parts of knowledge files' names that are words of any question. */
const PLAIN_NAMES = new Set(
  'process exporter state metrics http apps app applications application backup conventions node ingress apt kube kubelet blackbox go python services'.split(
    ' ',
  ),
);
/** The words of a subject after these are looser. */
const NAMING_WORDS = 4;

function* findAbsent(
  knowledge: readonly KnowledgeFile[],
  measures: readonly Measure[],
  vocabulary: Vocabulary,
  labelWords: LabelWords,
): Interruptible<Map<string, string>> {
  const present = new Set(measures.map((measure) => measure.subject));
  const spoken = new Set<string>();
  for (const { about, nameStems } of measures) {
    yield;
    for (const stems of [about, nameStems]) for (const stem of stems) spoken.add(stem);
  }
  const absent = new Map<string, string>();
  for (const file of knowledge) {
    yield;
    if (present.has(file.name) || file.measures.length === 0) continue;
    const names = [...file.about.slice(0, NAMING_WORDS), ...file.name.split('-')].filter(
      (word) => !isEveryday(word) && !PLAIN_NAMES.has(word),
    );
    for (const stem of names.flatMap((word) => vocabulary.stems(word))) {
      if (!spoken.has(stem) && !labelWords.stems.has(stem)) absent.set(stem, file.title);
    }
  }
  return absent;
}

function findProducts(knowledge: readonly KnowledgeFile[], vocabulary: Vocabulary): Map<string, string> {
  return new Map(
    knowledge.flatMap((file) =>
      file.name
        .split('-')
        .filter((part) => !PLAIN_NAMES.has(part))
        .flatMap((part) => vocabulary.stems(part).map((stem): [string, string] => [stem, file.title])),
    ),
  );
}
