import { type ChangePoint, findChangePoint } from './change-point.ts';
import { findRecentJump, type RecentJump } from './recent-jump.ts';
import type { Point } from './statistics.ts';
import { findTrend, type Trend } from './trend.ts';

/** The one thing worth saying about how a curve went. */
export type Movement =
  | ({ readonly kind: 'jump' } & RecentJump)
  | ({ readonly kind: 'step' } & ChangePoint)
  | ({ readonly kind: 'trend' } & Trend);

/** What happens now is said first, then a lasting step rather than the trend that it also makes. Null when it did neither. */
export function findMovement(points: readonly Point[]): Movement | null {
  const jump = findRecentJump(points);
  if (jump !== null) return { kind: 'jump', ...jump };
  const step = findChangePoint(points);
  if (step !== null) return { kind: 'step', ...step };
  const trend = findTrend(points);
  return trend === null ? null : { kind: 'trend', ...trend };
}
