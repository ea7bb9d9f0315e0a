/** Messages of the command. Each text exists in every language; placeholders stand in braces. */
const en = {
  "cli.help": `Usage: mapvet [flags] [paths]
       mapvet litmus [flags] files    (mapvet litmus --help)
       mapvet simulate [flags] FILE.go[:LINE]    (mapvet simulate --help)

Finds concurrent use of Go maps. A path is a file, a folder, or a folder with
everything below it (./...). Without a path: ./...

Output
  --format FORMAT      text (default), json, sarif or github
  --color WHEN         auto (default), always or never
  --lang LANGUAGE      en or zh-cn

What is looked at
  --rules A,B          only these rules
  --tests              _test.go files too
  --stdin              the text of one file, read from standard input
  --stdin-name NAME    the path that this file has (default stdin.go)

Fixes
  --fix                apply the preferred fix of each map and write the files
  --diff               show what --fix would change; write nothing

Result
  --fail-on SEVERITY   exit 1 from this severity on: error, warning (default),
                       information or hint
  --baseline FILE      findings in this file do not count
  --write-baseline FILE
                       write all findings to this file
  --show-suppressed    name the findings that do not count, with the reasons

Other
  --explain RULE       what a rule finds, and why
  --help               this text
  --version            the version

Exit status: 0 nothing at or above the severity, 1 findings, 2 wrong usage or input
that cannot be read, 3 an error inside mapvet.

Rules
{rules}`,
  "cli.litmus.help": `Usage: mapvet litmus [flags] files

Explores litmus tests completely: every final state, and whether the condition of
the test can hold. A file is a test for X86 or X86_64 as herd7 and diy write it
(.litmus), or a list of tests in JSON.

  --model MODEL        sc, tso (default) or pso
  --format FORMAT      text (default) or json
  --color WHEN         auto (default), always or never
  --lang LANGUAGE      en or zh-cn
  --help               this text

The text shows the states by what the test looks at (its condition and its
locations), with a star at those that are as the condition says; both numbers
behind Observation count states. JSON has whole states.

Exit status: 0 explored, 2 wrong usage or a test that cannot be read, 3 an error
inside mapvet.`,
  "cli.litmus.noFile": "There is no file to read. Name one or more: mapvet litmus SB.litmus",
  "cli.litmus.missing": "There is no file {path}.",
  "cli.litmus.noText": "{path} is not valid UTF-8. Save it as UTF-8.",
  "cli.litmus.folder": "{path} is a folder. Name the files in it, as in {path}/*.litmus",
  "cli.litmus.cannot": "{test} cannot be explored: {reason}",
  "cli.litmus.allowed": "allowed",
  "cli.litmus.forbidden": "forbidden",
  "cli.litmus.noCondition": "no condition",
  "cli.litmus.explored": "{states} states and {transitions} transitions explored in {milliseconds} ms.",
  "cli.litmus.incomplete": "Stopped there: the states are not all.",
  "cli.litmus.endless": "Some schedules never end.",
  "cli.litmus.total": "{tests} tests under {model}: {allowed} allowed, {forbidden} forbidden.",
  "cli.usage.hint": "Run {command} --help for the flags.",
  "cli.usage.unknownFlag": "There is no flag {flag}.",
  "cli.usage.didYouMean": "Did you mean {guess}?",
  "cli.usage.noValue": "The flag {flag} needs a value: {values}.",
  "cli.usage.needlessValue": "The flag {flag} takes no value.",
  "cli.usage.badValue": "{flag} cannot be {value}. Use {values}.",
  "cli.usage.unknownRule": "There is no rule {rule}. The rules are {values}.",
  "cli.usage.together": "{a} and {b} cannot be used together.",
  "cli.usage.needs": "{a} works only together with {b}.",
  "cli.usage.pattern": "{path}: ... can only stand at the end of a path, as in ./...",
  "cli.usage.missingPath":
    "There is no file or folder {path}. Name a file, a folder, or ./... for everything below this folder.",
  "cli.usage.noGoFiles":
    "There is no Go file to look at in {paths}. Name a Go file, a folder that has some, or ./...",
  "cli.usage.onlyTests":
    "All Go files in {paths} are tests, which are not looked at without --tests. Add --tests, or name other files.",
  "cli.usage.unreadable": "Cannot read {path}: {reason}.",
  "cli.usage.cannotWrite": "Cannot write {path}: {reason}. The files written before it stay as they are.",
  "cli.values.rule": "the name of a rule",
  "cli.values.rules": "names of rules, separated by commas",
  "cli.values.path": "a path",
  "cli.values.func": "the name of a function",
  "cli.values.number": "a number",
  "cli.tier.error": "error",
  "cli.tier.warning": "warning",
  "cli.tier.information": "information",
  "cli.tier.hint": "hint",
  "cli.here": "here",
  "cli.why": "why",
  "cli.fix": "fix",
  "cli.preferred": "preferred",
  "cli.notPossible": "not possible here: {reason}",
  "cli.tally": "{findings} in {packages}, {files}, {lines} ({seconds} s).",
  "cli.calm": "No findings in {packages}, {files}, {lines} ({seconds} s).",
  "cli.count.error.one": "1 error",
  "cli.count.error.many": "{n} errors",
  "cli.count.warning.one": "1 warning",
  "cli.count.warning.many": "{n} warnings",
  "cli.count.information.one": "1 information finding",
  "cli.count.information.many": "{n} information findings",
  "cli.count.hint.one": "1 hint",
  "cli.count.hint.many": "{n} hints",
  "cli.count.package.one": "1 package",
  "cli.count.package.many": "{n} packages",
  "cli.count.file.one": "1 file",
  "cli.count.file.many": "{n} files",
  "cli.count.line.one": "1 line",
  "cli.count.line.many": "{n} lines",
  "cli.comma": ", ",
  "cli.config": "{file}:{line}:{column}: {message}",
  "cli.suppressed": "suppressed",
  "cli.suppressedCount.one": "1 finding is suppressed.",
  "cli.suppressedCount.many": "{n} findings are suppressed.",
  "cli.reason": "reason",
  "cli.skipped": "Not looked at: {path} ({reason})",
  "cli.skippedMore": "... and {n} more",
  "cli.sarifDropped": "{n} findings were left out: GitHub takes no more in one file.",
  "cli.progress": "mapvet: {done} of {total} packages, {name}",
  "cli.fixed": "fixed {place}: {title}",
  "cli.wouldFix": "would fix {place}: {title}",
  "cli.left": "left  {place}: {message} ({reason})",
  "cli.left.noFix": "there is no fix for it",
  "cli.left.notPreferred": "several fixes are possible, and none is preferred",
  "cli.left.notGone": "the fix did not make it go away, so it was taken back",
  "cli.left.rounds": "stopped after {n} rounds; run it again",
  "cli.left.text": "{path} is not valid UTF-8",
  "cli.left.changed": "{path} changed while it was analysed",
  "cli.fixSummary.one": "Fixed 1 finding in {files}.",
  "cli.fixSummary.many": "Fixed {n} findings in {files}.",
  "cli.diffSummary.one": "1 finding would be fixed in {files}.",
  "cli.diffSummary.many": "{n} findings would be fixed in {files}.",
  "cli.fixNothing": "Nothing to fix.",
  "cli.fixNone": "Nothing could be fixed.",
  "cli.internal": "mapvet met an error of its own. This is a bug in mapvet, not in your code.",
  "cli.internal.part":
    "mapvet could not analyse {path} because of an error of its own. The rest was analysed.",
  "cli.internal.send":
    "Please report it with the lines below. They hold paths of your machine: look them over before you send them.",
  "cli.explain.missing": "The page of the rule {rule} is missing from this installation: {path}.",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "cli.help": `用法：mapvet [选项] [路径]
      mapvet litmus [选项] 文件      （mapvet litmus --help）
      mapvet simulate [选项] 文件.go[:行]      （mapvet simulate --help）

查找对 Go map 的并发使用。路径可以是文件、文件夹，或文件夹及其下的一切（./...）。
不给出路径时为 ./...

输出
  --format 格式        text（默认）、json、sarif 或 github
  --color 何时         auto（默认）、always 或 never
  --lang 语言          en 或 zh-cn

检查范围
  --rules A,B          只用这些规则
  --tests              也检查 _test.go 文件
  --stdin              从标准输入读取一个文件的内容
  --stdin-name 名称    该文件的路径（默认 stdin.go）

修复
  --fix                对每个 map 应用首选修复并写入文件
  --diff               显示 --fix 会做的修改；不写入任何文件

结果
  --fail-on 级别       从此级别起退出码为 1：error、warning（默认）、information
                       或 hint
  --baseline 文件      此文件中的问题不计
  --write-baseline 文件
                       将所有问题写入此文件
  --show-suppressed    列出不计的问题及理由

其他
  --explain 规则       某条规则查找什么，以及为什么
  --help               显示本说明
  --version            显示版本

退出码：0 没有达到该级别的问题，1 有问题，2 用法错误或输入无法读取，
3 mapvet 内部错误。

规则
{rules}`,
  "cli.litmus.help": `用法：mapvet litmus [选项] 文件

完整遍历 litmus 测试：列出每个最终状态，以及测试的条件能否成立。
文件是 herd7 和 diy 格式的 X86 或 X86_64 测试（.litmus），或 JSON 格式的测试列表。

  --model 模型         sc、tso（默认）或 pso
  --format 格式        text（默认）或 json
  --color 何时         auto（默认）、always 或 never
  --lang 语言          en 或 zh-cn
  --help               显示本说明

文本输出只显示测试关注的部分（条件和 locations），符合条件的状态前有星号；
Observation 后的两个数是状态数。JSON 输出完整的状态。

退出码：0 遍历完成，2 用法错误或测试无法读取，3 mapvet 内部错误。`,
  "cli.litmus.noFile": "没有要读取的文件。请给出一个或多个：mapvet litmus SB.litmus",
  "cli.litmus.missing": "没有文件 {path}。",
  "cli.litmus.noText": "{path} 不是有效的 UTF-8。请以 UTF-8 保存。",
  "cli.litmus.folder": "{path} 是文件夹。请给出其中的文件，例如 {path}/*.litmus",
  "cli.litmus.cannot": "无法遍历 {test}：{reason}",
  "cli.litmus.allowed": "允许",
  "cli.litmus.forbidden": "禁止",
  "cli.litmus.noCondition": "没有条件",
  "cli.litmus.explored": "在 {milliseconds} 毫秒内遍历了 {states} 个状态和 {transitions} 次转移。",
  "cli.litmus.incomplete": "在此停止：状态并不完整。",
  "cli.litmus.endless": "有些调度永不结束。",
  "cli.litmus.total": "在 {model} 下的 {tests} 个测试：{allowed} 个允许，{forbidden} 个禁止。",
  "cli.usage.hint": "运行 {command} --help 查看所有选项。",
  "cli.usage.unknownFlag": "没有选项 {flag}。",
  "cli.usage.didYouMean": "是否想用 {guess}？",
  "cli.usage.noValue": "选项 {flag} 需要一个值：{values}。",
  "cli.usage.needlessValue": "选项 {flag} 不带值。",
  "cli.usage.badValue": "{flag} 不能是 {value}。请使用 {values}。",
  "cli.usage.unknownRule": "没有规则 {rule}。现有规则：{values}。",
  "cli.usage.together": "{a} 和 {b} 不能同时使用。",
  "cli.usage.needs": "{a} 只能与 {b} 一起使用。",
  "cli.usage.pattern": "{path}：... 只能放在路径末尾，例如 ./...",
  "cli.usage.missingPath": "没有文件或文件夹 {path}。请给出文件、文件夹，或用 ./... 表示此文件夹下的一切。",
  "cli.usage.noGoFiles": "{paths} 中没有可检查的 Go 文件。请给出 Go 文件、含有 Go 文件的文件夹，或 ./...",
  "cli.usage.onlyTests":
    "{paths} 中的 Go 文件都是测试，没有 --tests 时不检查测试。请加上 --tests，或给出其他文件。",
  "cli.usage.unreadable": "无法读取 {path}：{reason}。",
  "cli.usage.cannotWrite": "无法写入 {path}：{reason}。在它之前写入的文件保持不变。",
  "cli.values.rule": "规则名称",
  "cli.values.rules": "规则名称，用逗号分隔",
  "cli.values.path": "路径",
  "cli.values.func": "函数名",
  "cli.values.number": "数字",
  "cli.tier.error": "错误",
  "cli.tier.warning": "警告",
  "cli.tier.information": "信息",
  "cli.tier.hint": "提示",
  "cli.here": "此处",
  "cli.why": "原因",
  "cli.fix": "修复",
  "cli.preferred": "首选",
  "cli.notPossible": "此处不可用：{reason}",
  "cli.tally": "{findings}；{packages}，{files}，{lines}（{seconds} 秒）。",
  "cli.calm": "没有发现问题；{packages}，{files}，{lines}（{seconds} 秒）。",
  "cli.count.error.one": "1 个错误",
  "cli.count.error.many": "{n} 个错误",
  "cli.count.warning.one": "1 个警告",
  "cli.count.warning.many": "{n} 个警告",
  "cli.count.information.one": "1 条信息",
  "cli.count.information.many": "{n} 条信息",
  "cli.count.hint.one": "1 个提示",
  "cli.count.hint.many": "{n} 个提示",
  "cli.count.package.one": "1 个包",
  "cli.count.package.many": "{n} 个包",
  "cli.count.file.one": "1 个文件",
  "cli.count.file.many": "{n} 个文件",
  "cli.count.line.one": "1 行",
  "cli.count.line.many": "{n} 行",
  "cli.comma": "，",
  "cli.config": "{file}:{line}:{column}：{message}",
  "cli.suppressed": "已抑制",
  "cli.suppressedCount.one": "有 1 个问题被抑制。",
  "cli.suppressedCount.many": "有 {n} 个问题被抑制。",
  "cli.reason": "理由",
  "cli.skipped": "未检查：{path}（{reason}）",
  "cli.skippedMore": "…… 还有 {n} 项",
  "cli.sarifDropped": "省略了 {n} 个问题：GitHub 的单个文件放不下更多。",
  "cli.progress": "mapvet：{total} 个包中的第 {done} 个，{name}",
  "cli.fixed": "已修复 {place}：{title}",
  "cli.wouldFix": "将修复 {place}：{title}",
  "cli.left": "未修复 {place}：{message}（{reason}）",
  "cli.left.noFix": "没有可用的修复",
  "cli.left.notPreferred": "有多种修复方式，没有首选",
  "cli.left.notGone": "修复后问题仍在，已撤回",
  "cli.left.rounds": "{n} 轮后停止；请再运行一次",
  "cli.left.text": "{path} 不是有效的 UTF-8",
  "cli.left.changed": "{path} 在分析期间被修改",
  "cli.fixSummary.one": "修复了 1 个问题，涉及 {files}。",
  "cli.fixSummary.many": "修复了 {n} 个问题，涉及 {files}。",
  "cli.diffSummary.one": "将修复 1 个问题，涉及 {files}。",
  "cli.diffSummary.many": "将修复 {n} 个问题，涉及 {files}。",
  "cli.fixNothing": "没有可修复的问题。",
  "cli.fixNone": "没有能修复的问题。",
  "cli.internal": "mapvet 自身出错。这是 mapvet 的缺陷，不是你的代码的问题。",
  "cli.internal.part": "由于 mapvet 自身出错，未能分析 {path}。其余部分已分析。",
  "cli.internal.send": "请连同以下内容一起报告。其中含有你机器上的路径：发送前请先检查。",
  "cli.explain.missing": "此安装中缺少规则 {rule} 的说明页：{path}。",
};

export const cliMessages = { en, "zh-cn": zhCn };
