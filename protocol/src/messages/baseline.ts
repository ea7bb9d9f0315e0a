/** Messages about baselines. Each text exists in every language. */
const en = {
  "baseline.missing": "There is no baseline {path}. Write one with --write-baseline {path}.",
  "baseline.damaged":
    "The baseline {path} cannot be used: {problem}. Write it anew with --write-baseline {path}.",
  "baseline.place": "line {line}, column {column}: {problem}",
  "baseline.noJson": "this is not JSON",
  "baseline.noBaseline": "this is no baseline of mapvet",
  "baseline.version": "its version is {version}, and this mapvet knows version 1",
  "baseline.entry": "an entry needs file, rule, fingerprint and a count from 1 on",
  "baseline.cannotWrite": "Cannot write the baseline {path}: {reason}.",
  "baseline.written.one": "Wrote 1 finding in {files} to {path}.",
  "baseline.written.many": "Wrote {n} findings in {files} to {path}.",
  "baseline.stale.one": "1 finding of the baseline is gone. Write it anew with --write-baseline {path}.",
  "baseline.stale.many": "{n} findings of the baseline are gone. Write it anew with --write-baseline {path}.",
  "baseline.known": "in the baseline",
  "baseline.knownCount.one": "1 finding is in the baseline.",
  "baseline.knownCount.many": "{n} findings are in the baseline.",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "baseline.missing": "没有基线文件 {path}。请用 --write-baseline {path} 写入。",
  "baseline.damaged": "无法使用基线文件 {path}：{problem}。请用 --write-baseline {path} 重新写入。",
  "baseline.place": "第 {line} 行第 {column} 列：{problem}",
  "baseline.noJson": "这不是 JSON",
  "baseline.noBaseline": "这不是 mapvet 的基线文件",
  "baseline.version": "版本为 {version}，而此 mapvet 只认识版本 1",
  "baseline.entry": "条目需要 file、rule、fingerprint 以及不小于 1 的 count",
  "baseline.cannotWrite": "无法写入基线文件 {path}：{reason}。",
  "baseline.written.one": "已将 {files}中的 1 个问题写入 {path}。",
  "baseline.written.many": "已将 {files}中的 {n} 个问题写入 {path}。",
  "baseline.stale.one": "基线中有 1 个问题已不存在。请用 --write-baseline {path} 重新写入。",
  "baseline.stale.many": "基线中有 {n} 个问题已不存在。请用 --write-baseline {path} 重新写入。",
  "baseline.known": "在基线中",
  "baseline.knownCount.one": "有 1 个问题在基线中。",
  "baseline.knownCount.many": "有 {n} 个问题在基线中。",
};

export const baselineMessages = { en, "zh-cn": zhCn };
