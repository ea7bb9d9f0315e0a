/** Values as the reader should see them. */
import type { Final, Program } from "../../../simulator/src/index.ts";

/** A value: the name it stands for (a string, say) where the program gives one, else the number. */
export function valueText(program: Program, value: number): string {
  return program.tokens?.[String(value)] ?? String(value);
}

/** What is left at the end, results first: `left: r1 = 0 · x = 1 · counts = map["a": 1]`. */
export function finalText(program: Program, final: Final): string {
  const results = final.results.map(
    ({ thread, register, value }) =>
      `${program.threads[thread].name}: ${register} = ${valueText(program, value)}`,
  );
  const variables = final.variables.map(({ name, value }) => `${name} = ${valueText(program, value)}`);
  const maps = final.maps.map(({ name, entries }) => {
    const inside = entries.map(({ key, value }) => `${key}: ${valueText(program, value)}`).join(", ");
    return `${name} = map[${inside}]`;
  });
  return [...results, ...variables, ...maps].join(" · ");
}
