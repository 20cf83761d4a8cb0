import { AppError } from '../../platform/errors.ts';

export type SourceErrorCode =
  | 'source_unreachable'
  | 'source_unauthorised'
  | 'source_timeout'
  | 'source_overloaded'
  | 'source_protocol'
  | 'source_query_rejected'
  | 'source_response_too_large';
