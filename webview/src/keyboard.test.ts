import { describe, expect, test } from "vitest";
import { commandOf } from "./keyboard.ts";

const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
const nowhere = { usesArrows: false, usesSpace: false };

describe("commandOf", () => {
  test("maps the keys", () => {
    const commands = ["ArrowLeft", "ArrowRight", "Home", "End", " ", "x"].map((key) =>
      commandOf({ ...plain, key }, nowhere),
    );
    expect(commands).toEqual(["back", "forward", "first", "last", "play", null]);
  });

  test("leaves keys with a modifier to the editor", () => {
    expect(commandOf({ ...plain, key: "ArrowLeft", altKey: true }, nowhere)).toBeNull();
    expect(commandOf({ ...plain, key: "End", ctrlKey: true }, nowhere)).toBeNull();
  });

  test("leaves Space to buttons and arrows to fields", () => {
    const button = { usesArrows: false, usesSpace: true };
    const field = { usesArrows: true, usesSpace: true };
    expect(commandOf({ ...plain, key: " " }, button)).toBeNull();
    expect(commandOf({ ...plain, key: "ArrowRight" }, button)).toBe("forward");
    expect(commandOf({ ...plain, key: "Home" }, field)).toBeNull();
  });
});
