/** What the names of functions tell that hold all over the module: see `globalName`. */
import { isTestSupport } from "../conventions.ts";

/** `.Method/1` of `path:Type.Method/1`; undefined for a function. */
export function methodOf(name: string): string | undefined {
  const dot = name.indexOf(".", name.indexOf(":"));
  return dot < 0 ? undefined : name.slice(dot);
}

/** The type of a method, as `path:Type`; for a function it is its own name. */
export function homeOf(name: string): string {
  return name.slice(0, name.length - (methodOf(name)?.length ?? 0));
}

/** The path of a function's package. */
export function packageOf(name: string): string {
  return name.slice(0, name.indexOf(":"));
}

/** Is it the path of a program that is more than a test or an example of how others may use the module? */
export function isProgram(path: string): boolean {
  return (
    path.endsWith("*") &&
    !isTestSupport({ path: path.slice(0, -1) }) &&
    !/(^|\/)_?(examples?|samples?|demos?|tutorials?)[*/]/.test(path)
  );
}

/**
 * Can other modules get at the function? Not in a program. What lies below `internal` is open to modules nested in
 * this one, and a type that is not exported may stand behind an interface.
 */
export function isOpen(name: string): boolean {
  const path = packageOf(name);
  return !path.endsWith("*") && !isTestSupport({ path });
}
