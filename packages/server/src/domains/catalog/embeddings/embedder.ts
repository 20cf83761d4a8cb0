/** Turns texts into vectors of unit length whose closeness is closeness in meaning, over a network. */
export interface Embedder {
  /** Names model and version: vectors of different models are never compared. */
  readonly model: string;
  readonly dimension: number;
  /** One vector a text, in order. Throws what the model's provider throws. */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<readonly Float32Array[]>;
}

/** The remote embedder that an organisation may use now; null for the built-in one. Throws when the remote one does not answer. */
export type OpenEmbedder = (
  owner: { readonly organisationId: string },
  signal?: AbortSignal,
) => Promise<Embedder | null>;
