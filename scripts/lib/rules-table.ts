/** The READMEs' table of what is flagged, made from the rules. */
import { type RuleInfo, rules, type Tier } from "../../protocol/src/rules.ts";

type Language = keyof RuleInfo["description"];

/** The files that hold the table, by language. */
export const readmes: Readonly<Record<Language, string>> = { en: "README.md", "zh-cn": "README.zh-cn.md" };

const begin = "<!-- The rules: made by `npm run readme`. -->\n";
const end = "\n<!-- End of the rules. -->";

const heads: Readonly<Record<Language, string>> = {
  en: "| rule | tier | what |",
  "zh-cn": "| 规则 | 级别 | 内容 |",
};

const tiers: Readonly<Record<Language, Readonly<Record<Tier, string>>>> = {
  en: { error: "error", warning: "warning", hint: "hint" },
  "zh-cn": { error: "错误", warning: "警告", hint: "提示" },
};

/** The text of a README with its table as the rules are now; throws where the text has no place for it. */
export function withRulesTable(text: string, language: Language): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`${readmes[language]} has no place for the rules`);
  return `${text.slice(0, from)}${begin}${table(language)}${text.slice(to)}`;
}

function table(language: Language): string {
  const suffix = language === "en" ? "" : `.${language}`;
  const rows = rules.map(({ id, tier, description }) => {
    const what = description[language].replace(/[.。]$/, "");
    return `| [${id}](docs/rules/${id}${suffix}.md) | ${tiers[language][tier]} | ${what} |`;
  });
  return `\n${[heads[language], "|---|---|---|", ...rows].join("\n")}\n`;
}
