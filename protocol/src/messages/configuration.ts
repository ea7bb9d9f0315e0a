/** Messages about `.mapvet.json`. Each text exists in every language. */
const en = {
  "config.syntax": "this is not JSON: expected {expected}. Nothing in the file counts until it is mended",
  "config.expected.value": "a value",
  "config.expected.name": 'a name in double quotes or "}"',
  "config.expected.string": "a string that ends on its line",
  "config.expected.end": "the end of the file",
  "config.object": "the file must hold an object, such as {}",
  "config.unknown": "there is no setting {key}; the settings are {values}",
  "config.unknown.guess": "there is no setting {key}; did you mean {guess}?",
  "config.boolean": "{key} must be true or false",
  "config.strings": "{key} must be a list of texts in square brackets",
  "config.pattern": "a pattern must be a text that is not empty",
  "config.severity.object":
    'severity must be an object that gives rules a severity, such as {"inconsistent-guard": "warning"}',
  "config.severity": "a severity must be one of {values}",
  "config.twice": "{key} is set twice; the last one counts",
  "config.unreadable": "the file {reason}",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "config.syntax": "这不是 JSON：此处应为{expected}。改正之前，文件中的任何内容都不生效",
  "config.expected.value": "一个值",
  "config.expected.name": "双引号中的名称或 “}”",
  "config.expected.string": "在本行内结束的字符串",
  "config.expected.end": "文件结尾",
  "config.object": "文件内容必须是对象，例如 {}",
  "config.unknown": "没有设置 {key}；现有设置：{values}",
  "config.unknown.guess": "没有设置 {key}；是否想用 {guess}？",
  "config.boolean": "{key} 必须是 true 或 false",
  "config.strings": "{key} 必须是方括号中的文本列表",
  "config.pattern": "模式必须是非空的文本",
  "config.severity.object": 'severity 必须是为规则指定严重程度的对象，例如 {"inconsistent-guard": "warning"}',
  "config.severity": "严重程度必须是 {values} 之一",
  "config.twice": "{key} 设置了两次；以最后一次为准",
  "config.unreadable": "无法读取文件（{reason}）",
};

export const configurationMessages = { en, "zh-cn": zhCn };
