/** Why a request is not for a query: it must not be done, or it is not something metrics can answer. */
export interface Refusal {
  readonly status: 'refused' | 'declined';
  readonly reason:
    | 'malicious'
    | 'data_deletion'
    | 'admin_endpoint'
    | 'cardinality_bomb'
    | 'injected_instructions'
    | 'out_of_scope'
    | 'no_question';
  readonly message: string;
}
