// The value axis of a chart: from where to where, and the round numbers to mark on it.

const STEPS = [1, 2, 2.5, 5, 10];

// { low, high, ticks }: round ends that hold all values; with `fromZero` the axis begins (or ends) at zero.
export function scale(values, { fromZero = true, wanted = 4 } = {}) {
  let low = Math.min(...values, ...(fromZero ? [0] : []));
  let high = Math.max(...values, ...(fromZero ? [0] : []));
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.map((each) => each * power).find((each) => each >= rough * 0.999);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // Counting in steps keeps 0.1 + 0.2 out of the labels.
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  return { low: ticks[0], high: ticks.at(-1), ticks };
}
