import { useTexts } from "../text.ts";
import { Icon } from "./Icon.tsx";

/** Says why there is nothing to show, and what to do. */
export function Problem(props: { readonly text: string }) {
  const { t } = useTexts();
  return (
    <main class="message">
      <h1 class="verdict">
        <Icon name="warning" tone="warning" /> {t("panel.problem")}
      </h1>
      <p role="alert">{props.text}</p>
    </main>
  );
}
