/** Deterministic figures for the contract server: the same seed gives the same course. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A course around `level`: slow waves, noise, and optionally a gap and a step. */
export function course(options: {
  points: number;
  level: number;
  seed: number;
  gap?: boolean;
  step?: number;
}): (number | null)[] {
  const { points, level, seed, gap, step = 1 } = options;
  const random = createRandom(seed);
  const phase = random() * 6;
  return Array.from({ length: points }, (_, index) => {
    if (gap && index > points * 0.55 && index < points * 0.62) return null;
    const wave = 1 + 0.18 * Math.sin(phase + index / (points / 9)) + 0.08 * (random() - 0.5);
    return level * wave * (index > points * 0.7 ? step : 1);
  });
}

/** `points` times that end at `endSeconds`, `stepSeconds` apart. */
export function timesUntil(endSeconds: number, points: number, stepSeconds: number): number[] {
  return Array.from({ length: points }, (_, index) => endSeconds - (points - 1 - index) * stepSeconds);
}
