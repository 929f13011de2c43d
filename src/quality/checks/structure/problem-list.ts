/** Problems that are told of one file: the rest follows from them as a rule. */
const mostProblems = 40;

/** Gathers what is wrong with a structure. */
export class ProblemList {
  readonly problems: string[] = [];

  add(problem: string): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }

  /** Adds it where a condition does not hold. @returns the condition */
  require(holds: boolean, problem: string): boolean {
    if (!holds) this.add(problem);
    return holds;
  }
}
