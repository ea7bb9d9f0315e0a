/**
 * Functions that run the functions they are given, where their own code is not at hand. Data only; a runner
 * is added by a line here.
 */

/** How a function argument is run. */
export type RunnerKind =
  /** In the caller's goroutine, before the call returns. */
  | "in-place"
  /** In several goroutines at once; the call returns when all have ended. */
  | "parallel"
  /** In goroutines of their own, several at once. */
  | "many";

/** A function that runs its arguments. */
export interface Runner {
  /** Matches `import/path.Type.Method` or `import/path.Function`, without the major version. */
  readonly name: RegExp;
  readonly runs: RunnerKind;
}

const kubeWait = "k8s\\.io/apimachinery/pkg/util/wait";

const runners: readonly Runner[] = [
  // The standard library's functions that take a function and call it at once.
  {
    name: /^(sort|slices|strings|bytes|maps|iter|path\/filepath|io\/fs|flag|regexp|unicode|container\/\w+|go\/ast)\./,
    runs: "in-place",
  },
  { name: /^sync\.(Map\.Range|Pool\.\w+|OnceFunc)$/, runs: "in-place" },
  { name: /^golang\.org\/x\/sync\/singleflight\.Group\.Do$/, runs: "in-place" },
  { name: /^github\.com\/samber\/lo\.\w+$/, runs: "in-place" },
  { name: /^github\.com\/cenkalti\/backoff\.Retry\w*$/, runs: "in-place" },
  { name: /^k8s\.io\/client-go\/util\/retry\.\w+$/, runs: "in-place" },
  {
    name: new RegExp(
      `^${kubeWait}\\.(Until|UntilWithContext|JitterUntil\\w*|NonSlidingUntil\\w*|Forever|Poll\\w*|ExponentialBackoff\\w*)$`,
    ),
    runs: "in-place",
  },
  // testing/benchmark.go, B.RunParallel: "creates multiple goroutines and distributes b.N iterations".
  { name: /^testing\.B\.RunParallel$/, runs: "parallel" },
  { name: /^github\.com\/samber\/lo\/parallel\.\w+$/, runs: "parallel" },
  { name: /^github\.com\/sourcegraph\/conc\/iter\.(ForEach|ForEachIdx|Map|MapErr)$/, runs: "parallel" },
  { name: /^k8s\.io\/client-go\/util\/workqueue\.ParallelizeUntil$/, runs: "parallel" },
  { name: /^github\.com\/panjf2000\/ants\.Submit$/, runs: "many" },
];

/** How a function runs its function arguments, by its name; undefined for one that is not listed. */
export function runnerKind(name: string): RunnerKind | undefined {
  return runners.find((runner) => runner.name.test(name))?.runs;
}
