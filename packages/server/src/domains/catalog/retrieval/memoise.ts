/** A catalog says the same over and over; what is remembered beyond that many would outlive the catalogs it came from. */
const MOST_TEXTS = 50_000;

/** The same reading, done once for each text. */
export function memoise<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = read(text);
      if (known.size < MOST_TEXTS) known.set(text, result);
    }
    return result;
  };
}
