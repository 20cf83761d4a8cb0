import type { EmbeddingModel, LanguageModel } from 'ai';

/** How to reach one model. Held in memory only; the key is never logged. */
export interface ModelConnection {
  /** Base URL of the API. */
  readonly url: string;
  readonly name: string;
  readonly apiKey?: string | undefined;
}

export interface ConnectOptions {
  /** The only way out: bound to the origin that was permitted. */
  readonly fetch: typeof globalThis.fetch;
  /** False: the server behind the address was found not to take a schema for its replies. */
  readonly takesSchema: boolean;
}

/** One kind of model API. Its library is imported at the first connection. */
export interface ModelProviderKind {
  /** Base URL when none is given; without it one must be given. */
  readonly defaultUrl?: string;
  readonly needsKey: boolean;
  connect(connection: ModelConnection, options: ConnectOptions): Promise<LanguageModel>;
  connectEmbedding?(connection: ModelConnection, options: Pick<ConnectOptions, 'fetch'>): Promise<EmbeddingModel>;
}
