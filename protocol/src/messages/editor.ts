/** Messages of the editor. Each text exists in every language; placeholders stand in braces. */
const en = {
  "editor.lens": "Show a failing schedule",
  "editor.lens.why": "Play the goroutines step by step until the map breaks.",
  "editor.litmus.lens": "Explore",
  "editor.litmus.lens.why": "Show every final state of this test, and play the schedule that leads to each.",
  "editor.litmus.problem": "Line {line}: {reason}",
  "editor.litmus.fences":
    "SFENCE and LFENCE are steps without effect: under TSO they order nothing that is not ordered anyway.",
  "editor.edit.places": "{places} places in {files} files",
  "editor.edit.placesOneFile": "{places} places in this file",
  "editor.noFile": "This file is not open, or it is neither Go nor a litmus test.",
  "editor.notReady": "Mapvet could not start its analysis. The log says why.",
  "editor.changed": "The code has changed. Ask again.",
  "editor.internal": "Mapvet itself failed here. The log has the details.",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "editor.lens": "显示会失败的调度",
  "editor.lens.why": "逐步播放各个 goroutine，直到 map 出错。",
  "editor.litmus.lens": "探索",
  "editor.litmus.lens.why": "显示此测试的每个最终状态，并播放到达它的调度。",
  "editor.litmus.problem": "第 {line} 行：{reason}",
  "editor.litmus.fences": "SFENCE 和 LFENCE 没有作用：在 TSO 下它们不会增加任何顺序约束。",
  "editor.edit.places": "{files} 个文件中的 {places} 处",
  "editor.edit.placesOneFile": "本文件中的 {places} 处",
  "editor.noFile": "此文件未打开，或既不是 Go 文件也不是 litmus 测试。",
  "editor.notReady": "Mapvet 无法启动分析。原因见日志。",
  "editor.changed": "代码已改变，请重试。",
  "editor.internal": "Mapvet 自身在此处出错。详情见日志。",
};

export const editorMessages = { en, "zh-cn": zhCn };
