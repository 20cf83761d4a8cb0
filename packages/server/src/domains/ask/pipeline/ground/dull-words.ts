const set = (words: string) => new Set(words.split(' '));

/** Words of the sentence: no name, although some label may have such a value. */
export const COMMON = set(
  'the a an and or of in on to is are no not all any by per for with at up it be do has have from out how many much what which show me our now one than more less over true false none total rate number time last each every',
);

/** Values that some label has somewhere, and that are words of form in a question unless the kind of thing is said with them. */
export const DULL = set(
  'data info value type name state status total current process system other default count size number normal main test key keys set all any',
);
