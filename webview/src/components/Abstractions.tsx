import { useTexts } from "../text.ts";

/** What is not modelled exactly: never silently. */
export function Abstractions(props: { readonly abstractions: readonly string[] }) {
  const { t } = useTexts();
  if (props.abstractions.length === 0) return null;
  return (
    <details class="abstractions">
      <summary>{t("panel.abstractions", { count: props.abstractions.length })}</summary>
      <ul>
        {props.abstractions.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
