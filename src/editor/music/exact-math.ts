/**
 * Elementary functions made of + − × ÷ and rounding, which IEEE 754 and ECMAScript fix to the last bit. `Math.sin` and
 * its like may differ in the last bits from one engine to the next, and so would the track. Accurate to about 1e-13.
 */

export function exp(x: number): number {
  const twos = Math.round(x / Math.LN2);
  const rest = x - twos * Math.LN2;
  let sum = 1;
  for (let n = 13; n > 0; n--) sum = 1 + (rest / n) * sum;
  for (let i = 0; i < twos; i++) sum *= 2;
  for (let i = 0; i > twos; i--) sum /= 2;
  return sum;
}

/** The natural logarithm of a positive number. */
export function log(x: number): number {
  let twos = 0;
  for (; x > 1.5; x /= 2) twos++;
  for (; x < 0.75; x *= 2) twos--;
  // ln x = 2 artanh((x − 1) / (x + 1)), a series in odd powers of at most 1 / 5.
  const ratio = (x - 1) / (x + 1);
  let sum = 0;
  for (let n = 19; n > 0; n -= 2) sum = 1 / n + ratio * ratio * sum;
  return 2 * ratio * sum + twos * Math.LN2;
}

/** The sine of an angle in whole turns. */
export function sine(turns: number): number {
  let turn = turns - Math.round(turns);
  if (turn > 0.25) turn = 0.5 - turn;
  if (turn < -0.25) turn = -0.5 - turn;
  const angle = 2 * Math.PI * turn;
  let sum = 1;
  for (let n = 18; n > 0; n -= 2) sum = 1 - ((angle * angle) / (n * (n + 1))) * sum;
  return angle * sum;
}

/** The cosine of an angle in whole turns. */
export function cosine(turns: number): number {
  return sine(turns + 0.25);
}

export function tanh(x: number): number {
  const squared = exp(2 * x);
  return (squared - 1) / (squared + 1);
}

/** The linear gain of a level in decibels. */
export function fromDecibels(level: number): number {
  return exp((level / 20) * Math.LN10);
}
