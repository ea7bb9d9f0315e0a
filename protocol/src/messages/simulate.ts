/** Messages of `mapvet simulate`. Each text exists in every language; placeholders stand in braces. */
const en = {
  "cli.simulate.help": `Usage: mapvet simulate [flags] FILE.go[:LINE]

Explores what can happen when goroutines run: every interleaving, with the store
buffers of an x86 machine. The goroutines are those that a function starts: the
one at the line, the one named by --func, or the only one in the file that starts
any. Where a finding stands it is the functions of the finding, run side by side;
without a line and a name, that is the first finding of the file.

What is simulated
  --func NAME          the function or method: run, Store.Set or (*Store).Set
  --goroutines N       the function is called by N goroutines at once, on one object
  --model MODEL        sc, tso (default) or pso
  --cpus N             the goroutines run on N CPUs (GOMAXPROCS); default: one each
  --compiler           with the reorderings that Go's compiler may make
  --map DEPTH          operation (default): one step; protocol: with the runtime's
                       check for concurrent writers; structure: with its tables
  --runtime MAP        hmap (Go up to 1.23) or swiss (since 1.24); default: by go.mod
  --slots N            N slots in a bucket or group instead of 8, so that the tables
                       of structure grow with few keys

When to stop, if not every interleaving has been explored by then
  --states N           at N states (default 2,000,000)
  --seconds N          after N seconds (default: no limit)
  --megabytes N        when states and transitions fill N megabytes

Output
  --format FORMAT      text (default) or json
  --color WHEN         auto (default), always or never
  --lang LANGUAGE      en or zh-cn
  --help               this text

Exit status: 0 explored, 2 wrong usage or code that cannot be simulated, 3 an
error inside mapvet.`,
  "cli.simulate.noFile": "There is no file to simulate. Name one: mapvet simulate main.go",
  "cli.simulate.oneFile": "One file is simulated at a time. Name only {path}.",
  "cli.simulate.missing": "There is no file {path}.",
  "cli.simulate.notGo": "{path} is not a Go file. Name a file such as main.go or main.go:12.",
  "cli.simulate.count": "{flag} cannot be {value}. Use a number from {least} to {limit}.",
  "cli.simulate.noLine": "{path} has no line {line}: it ends at line {last}.",
  "cli.simulate.outside": "{path}:{line} is not in a function. {choose}",
  "cli.simulate.unknown": "{path} has no function {name}. {choose}",
  "cli.simulate.several": "{path} has several functions named {name}. Use one of {names}.",
  "cli.simulate.which": "{path} has several functions to simulate. {choose}",
  "cli.simulate.nothing":
    "No function in {path} starts a goroutine. Name one with --func, and the number of goroutines that call it with --goroutines 2.",
  "cli.simulate.choose": "Choose one with --func: {names}.",
  "cli.simulate.empty": "There is no function in the file.",
  "cli.simulate.alone":
    "{name} starts no goroutine that can be followed. To have it called by two goroutines at once, add --goroutines 2.",
  "cli.simulate.refused":
    "This cannot be simulated: {reason}. Simulate a smaller function, or maps less deeply.",
  "cli.simulate.head": "{name} ({place}), {model}",
  "cli.simulate.schedules.one": "1 schedule",
  "cli.simulate.schedules.many": "{n} schedules",
  "cli.simulate.only.tso": "only with store buffers",
  "cli.simulate.only.pso": "only under PSO",
  "cli.simulate.only.compiler": "only as the compiler may reorder",
  "cli.simulate.also": "also: {message}",
  "cli.simulate.more": "... and {n} more like these",
  "cli.simulate.steps.one": "The shortest way to {outcome}, 1 step:",
  "cli.simulate.steps.many": "The shortest way to {outcome}, {n} steps:",
  "cli.simulate.complete":
    "Exactly these can happen: every interleaving was explored ({states} states, {seconds} s).",
  "cli.simulate.incomplete":
    "More can happen: the exploration stopped at {states} states ({seconds} s): {advice}.",
  "cli.simulate.abstractions": "Not simulated as it is:",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "cli.simulate.help": `用法：mapvet simulate [选项] 文件.go[:行]

遍历多个 goroutine 运行时可能发生的一切：所有交错，包括 x86 的存储缓冲。
模拟的是某个函数启动的 goroutine：该行所在的函数、--func 指定的函数，
或文件中唯一启动 goroutine 的函数。有诊断之处，则并排运行诊断中的函数；
既无行号也无函数名时，取文件的第一条诊断。

模拟什么
  --func 名称          函数或方法：run、Store.Set 或 (*Store).Set
  --goroutines N       由 N 个 goroutine 在同一对象上同时调用该函数
  --model 模型         sc、tso（默认）或 pso
  --cpus N             goroutine 在 N 个 CPU 上运行（GOMAXPROCS）；默认每个各有一个
  --compiler           包括 Go 编译器可能做的重排
  --map 深度           operation（默认）：一步；protocol：包括运行时对并发写入的检查；
                       structure：还包括其表结构
  --runtime MAP        hmap（Go 1.23 及以前）或 swiss（1.24 起）；默认取决于 go.mod
  --slots N            每个 bucket 或 group 有 N 个槽而不是 8 个，
                       使 structure 的表用少量的键就会扩容

若届时尚未遍历所有交错，则停止
  --states N           到 N 个状态为止（默认 2,000,000）
  --seconds N          N 秒之后（默认不限）
  --megabytes N        状态与转移占满 N 兆字节时

输出
  --format 格式        text（默认）或 json
  --color 何时         auto（默认）、always 或 never
  --lang 语言          en 或 zh-cn
  --help               显示本说明

退出码：0 已遍历，2 用法错误或代码无法模拟，3 mapvet 内部错误。`,
  "cli.simulate.noFile": "没有要模拟的文件。请给出一个：mapvet simulate main.go",
  "cli.simulate.oneFile": "一次只模拟一个文件。请只给出 {path}。",
  "cli.simulate.missing": "没有文件 {path}。",
  "cli.simulate.notGo": "{path} 不是 Go 文件。请给出 main.go 或 main.go:12 这样的文件。",
  "cli.simulate.count": "{flag} 不能是 {value}。请使用 {least} 到 {limit} 的数字。",
  "cli.simulate.noLine": "{path} 没有第 {line} 行：文件到第 {last} 行结束。",
  "cli.simulate.outside": "{path}:{line} 不在函数里。{choose}",
  "cli.simulate.unknown": "{path} 没有函数 {name}。{choose}",
  "cli.simulate.several": "{path} 有多个名为 {name} 的函数。请使用其中之一：{names}。",
  "cli.simulate.which": "{path} 有多个可模拟的函数。{choose}",
  "cli.simulate.nothing":
    "{path} 中没有启动 goroutine 的函数。请用 --func 指定一个，并用 --goroutines 2 指定调用它的 goroutine 数。",
  "cli.simulate.choose": "请用 --func 选择：{names}。",
  "cli.simulate.empty": "文件中没有函数。",
  "cli.simulate.alone":
    "{name} 没有启动可跟踪的 goroutine。若要由两个 goroutine 同时调用它，请加上 --goroutines 2。",
  "cli.simulate.refused": "无法模拟：{reason}。请模拟较小的函数，或降低 map 的深度。",
  "cli.simulate.head": "{name}（{place}），{model}",
  "cli.simulate.schedules.one": "1 种调度",
  "cli.simulate.schedules.many": "{n} 种调度",
  "cli.simulate.only.tso": "仅在有存储缓冲时",
  "cli.simulate.only.pso": "仅在 PSO 下",
  "cli.simulate.only.compiler": "仅在编译器重排时",
  "cli.simulate.also": "还有：{message}",
  "cli.simulate.more": "…… 还有 {n} 种类似的结果",
  "cli.simulate.steps.one": "到达“{outcome}”的最短路径，1 步：",
  "cli.simulate.steps.many": "到达“{outcome}”的最短路径，{n} 步：",
  "cli.simulate.complete": "可能发生的恰好是这些：已遍历所有交错（{states} 个状态，{seconds} 秒）。",
  "cli.simulate.incomplete": "还可能有其他结果：遍历在 {states} 个状态处停止（{seconds} 秒）：{advice}。",
  "cli.simulate.abstractions": "以下未按原样模拟：",
};

export const simulateMessages = { en, "zh-cn": zhCn };
