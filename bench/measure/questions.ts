/** Questions about the recorded shop, no two with the same query: none is served from a cache. */
export function* distinctQuestions(): Generator<string> {
  const measures = ['request rate', 'error rate', 'p95 latency', 'p99 latency', 'average latency'];
  const services = ['checkout', 'cart', 'auth'];
  for (let minutes = 2; minutes < 10_000; minutes += 1)
    for (const measure of measures)
      for (const service of services) yield `${measure} of ${service}, averaged over ${minutes} minutes`;
}

export function take<T>(items: Iterator<T>, count: number): T[] {
  return Array.from({ length: count }, () => {
    const next = items.next();
    if (next.done) throw new Error('There are no more of them.');
    return next.value;
  });
}
