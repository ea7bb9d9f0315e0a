/** Gives memory back between packages. */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** The heap may grow by this much, in bytes, and by half of what was in use after the last collection. */
const allowance = 150 * 1024 * 1024;

/**
 * A function to be called when a package is forgotten. V8 collects when the heap is some times as large as what
 * was in use last time, which after a large package means most of a gigabyte of garbage, more where its threads
 * have to wait for the machine. At that moment a collection is worth most, and a few of them in a run are enough.
 */
export function memoryKeeper(): () => void {
  let collect: (() => void) | undefined;
  let kept = 0;
  const used = (): number => getHeapStatistics().used_heap_size;
  return () => {
    if (used() <= kept * 1.5 + allowance) return;
    collect ??= collector();
    collect();
    kept = used();
  };
}

/** Contexts made after the flag is set have the function `gc`. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
