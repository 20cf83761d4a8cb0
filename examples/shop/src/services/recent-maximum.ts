/** The greatest value of a window per label set, forgotten in three steps as Micrometer's `_max` gauges do. */
export interface RecentMaximum<Labels extends Record<string, string>> {
  add(labels: Labels, value: number): void;
  /** Every label set ever seen; 0 once its window has passed. */
  read(): { labels: Labels; value: number }[];
}

const steps = 3;

export function createRecentMaximum<Labels extends Record<string, string>>(options: {
  windowMs: number;
  now(): number;
}): RecentMaximum<Labels> {
  const series = new Map<string, { labels: Labels; slots: { step: number; value: number }[] }>();
  const currentStep = (): number => Math.floor((options.now() * steps) / options.windowMs);
  return {
    add: (labels, value) => {
      const key = JSON.stringify(labels);
      const entry = series.get(key) ?? { labels, slots: [] };
      series.set(key, entry);
      const step = currentStep();
      const slot = entry.slots.find((one) => one.step === step);
      if (slot) slot.value = Math.max(slot.value, value);
      else entry.slots = [...entry.slots.filter((one) => one.step > step - steps), { step, value }];
    },
    read: () => {
      const oldest = currentStep() - steps;
      return [...series.values()].map(({ labels, slots }) => ({
        labels,
        value: Math.max(0, ...slots.filter((slot) => slot.step > oldest).map((slot) => slot.value)),
      }));
    },
  };
}
