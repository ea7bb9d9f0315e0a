/** The JSON schema of `.mapvet.json`, made of the rules: `npm run readme` writes it, editors complete from it. */
import { notices, rules, severities } from "../../protocol/src/rules.ts";

/** Where it is published, from the root. */
export const configSchemaFile = "schemas/mapvet.schema.json";

const checks = [...rules, ...notices];

/** The schema as text. */
export function configSchemaText(): string {
  return `${JSON.stringify(configSchema, null, 2)}\n`;
}

const configSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Mapvet",
  description: "What Mapvet reports in a Go module. The file .mapvet.json stands at the module's root.",
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: { type: "string", description: "Where this schema is." },
    severity: {
      type: "object",
      description: "How the findings of a rule are shown. A rule that is not named is shown as its tier.",
      additionalProperties: false,
      properties: Object.fromEntries(
        checks.map(({ id, tier, description }) => [
          id,
          {
            description: `${description.en} By default: ${tier}.`,
            enum: [...severities, "off"],
            default: tier,
          },
        ]),
      ),
    },
    tests: {
      type: "boolean",
      description:
        "Look at _test.go files too. Without it the command does not, and the editor goes by its setting.",
    },
    exclude: {
      type: "array",
      description:
        "Files and folders in which nothing is reported, relative to the module's root. They are analysed all the same. * stands for a part of a name, ** for any folders; a pattern without a slash is looked for at any depth.",
      items: { type: "string", minLength: 1 },
      examples: [["third_party/**", "*.pb.go"]],
    },
  },
};
