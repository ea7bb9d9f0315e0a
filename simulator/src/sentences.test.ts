/** The catalogue of sentences. */
import { expect, it } from "vitest";
import { renderSentence, type SentenceId, sentence, sentenceIds, sentencePattern } from "./sentences.ts";

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
}

it("every sentence has the same placeholders in every language", () => {
  for (const id of sentenceIds) {
    expect(placeholders(sentencePattern(id, "zh-cn")), id).toEqual(placeholders(sentencePattern(id, "en")));
  }
});

it("sentences among the values are put into the same language", () => {
  const inner = sentence("outcome.fatal", { text: "concurrent map writes" });
  const outer = sentence("step.fatal", { thread: "A", message: inner });
  expect(renderSentence(outer, "en")).toBe("A stops the program: fatal error: concurrent map writes");
  expect(renderSentence(outer, "zh-cn")).toBe("A 使程序停止：fatal error: concurrent map writes");
  const deep = ["read", "write"].reduce(
    (text, _, index) => sentence("step.panic", { thread: String(index), message: text }),
    inner,
  );
  expect(renderSentence(deep, "en")).toBe("1 panics: 0 panics: fatal error: concurrent map writes");
});

it("a placeholder without a value stays", () => {
  const id: SentenceId = "step.lock";
  expect(renderSentence(sentence(id, { thread: "A" }), "en")).toBe("A locks {sync}");
});
