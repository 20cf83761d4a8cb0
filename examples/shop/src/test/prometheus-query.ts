/** The values of an instant query, keyed by the given label (or '' without one). */
export async function query(
  url: string,
  expression: string,
  options: { by?: string; at?: Date } = {},
): Promise<Map<string, number>> {
  const parameters = new URLSearchParams({ query: expression });
  if (options.at) parameters.set('time', String(options.at.getTime() / 1000));
  const reply = await fetch(`${url}/api/v1/query?${parameters}`);
  // The documented reply of Prometheus's query API for a vector.
  const body = (await reply.json()) as {
    error?: string;
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (!body.data) throw new Error(`${expression}: ${body.error}`);
  return new Map(body.data.result.map(({ metric, value }) => [metric[options.by ?? ''] ?? '', Number(value[1])]));
}

/** The one value of an instant query; NaN when there is none. */
export async function queryOne(url: string, expression: string, at?: Date): Promise<number> {
  const values = await query(url, expression, at ? { at } : {});
  return [...values.values()][0] ?? Number.NaN;
}
