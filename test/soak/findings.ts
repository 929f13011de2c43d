/** What a part found, line by line, and whether all of it was as it should be. */
export class Findings {
  passed = true;

  expect(what: string, found: string | number | boolean, wanted: string | number | boolean): void {
    this.say(found === wanted, what, `${found}${found === wanted ? '' : `, not ${wanted}`}`);
  }

  atMost(what: string, found: number, limit: number, unit: string): void {
    this.say(found <= limit, what, `${found.toFixed(3)} ${unit} (at most ${limit})`);
  }

  private say(right: boolean, what: string, found: string): void {
    this.passed &&= right;
    console.log(`  ${right ? 'ok   ' : 'WRONG'} ${what}: ${found}`);
  }
}
