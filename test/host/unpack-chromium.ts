/** Unpacks the package `@sparticuz/chromium` into the folder that TMPDIR names. Run by `chromium.ts`. */
import { createRequire } from "node:module";
import path from "node:path";
import chromium, { inflate } from "@sparticuz/chromium";

const bin = path.join(path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "../bin");
await chromium.executablePath();
await inflate(path.join(bin, "al2023.tar.br"));
