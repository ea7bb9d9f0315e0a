/** Messages about comments that suppress findings. Each text exists in every language. */
const en = {
  "suppress.unused": "this comment suppresses nothing: there is no finding of {rules} here",
  "suppress.verb": "there is no {text}; write //mapvet:ignore RULE reason",
  "suppress.noRule": "this comment names no rule; write //mapvet:ignore RULE reason",
  "suppress.noReason": "this comment suppresses nothing without a reason; write it after the rule",
  "suppress.unknownRule": "there is no rule {rule}; mapvet --help lists the rules",
  "suppress.unknownRule.guess": "there is no rule {rule}; did you mean {guess}?",
  "suppress.add": "Suppress {rule} with a comment",
  "suppress.remove": "Remove the unused comment",
  "suppress.removeRules": "Remove what is unused from the comment",
  "suppress.placeholder": "reason",
} as const;

const zhCn: Record<keyof typeof en, string> = {
  "suppress.unused": "此注释没有抑制任何问题：这里没有 {rules} 的问题",
  "suppress.verb": "没有 {text}；请写 //mapvet:ignore 规则 理由",
  "suppress.noRule": "此注释没有指明规则；请写 //mapvet:ignore 规则 理由",
  "suppress.noReason": "没有理由的注释不起作用；请在规则之后写明理由",
  "suppress.unknownRule": "没有规则 {rule}；mapvet --help 列出所有规则",
  "suppress.unknownRule.guess": "没有规则 {rule}；是否想用 {guess}？",
  "suppress.add": "用注释抑制 {rule}",
  "suppress.remove": "删除没有用处的注释",
  "suppress.removeRules": "从注释中删除没有用处的规则",
  "suppress.placeholder": "理由",
};

export const suppressionMessages = { en, "zh-cn": zhCn };
