/** The rules' fixtures: how many give exactly the findings they want. */
import { existsSync } from "node:fs";
import { rules } from "../../protocol/src/rules.ts";
import { differences, readFixtures } from "../../server/src/hazards/testing/fixture.ts";

export interface Fixtures {
  readonly total: number;
  readonly failing: readonly string[];
}

export function fixtures(): Fixtures {
  const folder = (id: string): URL => new URL(`../../server/src/hazards/${id}/testdata`, import.meta.url);
  const all = readFixtures(rules.map(({ id }) => id).filter((id) => existsSync(folder(id))));
  const failing = all.filter((fixture) => differences(fixture).length > 0).map(({ name }) => name);
  return { total: all.length, failing };
}
