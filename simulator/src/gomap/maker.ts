/** The memory of a map that has entries at the start: what inserting them one after the other leaves. */
import type { Location, MapLocation } from "../program.ts";
import { apply, enabled, initialState, type State } from "../state.ts";
import { Assembler } from "./assembler.ts";
import { type MapModel, POINTER } from "./model.ts";

/** The locations of a model with the entries of the map in them. */
export function filled(model: MapModel, map: MapLocation): readonly Location[] {
  const code = new Assembler(0);
  for (const [key, value] of (map.initial ?? []).entries()) {
    if (value === null) continue;
    model.assign(code, key);
    code.store(model.elements, POINTER, value, {});
  }
  const instructions = code.finish();
  if (instructions.length === 0) return model.locations;
  let state = initialState(
    {
      name: map.name,
      locations: model.locations,
      syncs: [],
      threads: [{ name: "make", start: "initial", instructions }],
    },
    { model: "sc" },
  );
  for (let [next] = enabled(state); next !== undefined; [next] = enabled(state)) state = apply(state, next);
  if (state.halted) throw new Error(`the entries of ${map.name} cannot be put in`);
  return model.locations.map((location, index) => withContent(location, contentOf(state, index)));
}

function contentOf({ machine, words }: State, index: number): number[] {
  const { slot, slots } = machine.locations[index];
  return Array.from({ length: slots }, (_, at) => machine.values.number(words[machine.memory + slot + at]));
}

function withContent(location: Location, content: readonly number[]): Location {
  if (location.kind === "variable") return { ...location, initial: content[0] };
  return location.kind === "array" ? { ...location, initial: content } : location;
}
