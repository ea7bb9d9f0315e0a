/** Shapes that stand beside a text: never alone, and told apart by form, not by colour. */
const paths = {
  ok: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-.9 10.1L4 8l1.1-1.1 2 2 3.8-3.8L12 6.2l-4.9 4.9Z",
  error:
    "M5 1h6l4 4v6l-4 4H5l-4-4V5l4-4Zm.9 3.8L4.8 5.9 6.9 8l-2.1 2.1 1.1 1.1L8 9.1l2.1 2.1 1.1-1.1L9.1 8l2.1-2.1-1.1-1.1L8 6.9 5.9 4.8Z",
  warning: "M8 1.2 15.4 15H.6L8 1.2ZM7.2 6v4.6h1.6V6H7.2Zm0 5.6v1.6h1.6v-1.6H7.2Z",
  lock: "M4 7V5a4 4 0 1 1 8 0v2h1v8H3V7h1Zm1.6 0h4.8V5a2.4 2.4 0 0 0-4.8 0v2Z",
  play: "M4 2v12l9-6-9-6Z",
  pause: "M4 2h3v12H4V2Zm5 0h3v12H9V2Z",
  first: "M3 2h2v12H3V2Zm10 0v12L6 8l7-6Z",
  last: "M11 2h2v12h-2V2ZM3 2l7 6-7 6V2Z",
  back: "M11 2v12L3 8l8-6Z",
  forward: "M5 2l8 6-8 6V2Z",
  drain: "M7.2 1h1.6v8.3l3-3L13 7.4l-5 5-5-5 1.2-1.1 3 3V1ZM2 13.4h12V15H2v-1.6Z",
  step: "M1 7.2h9.3l-3-3L8.4 3l5 5-5 5-1.1-1.2 3-3H1V7.2Z",
  wait: "M3 1h10v3.2L9.3 8l3.7 3.8V15H3v-3.2L6.7 8 3 4.2V1Zm1.6 1.6v1L8 7l3.4-3.4v-1H4.6Z",
} as const;

export type IconName = keyof typeof paths;

/** An icon of 16 by 16 in the colour of the text, or of its tone. Hidden from screen readers. */
export function Icon(props: { readonly name: IconName; readonly tone?: "error" | "warning" | "ok" }) {
  return (
    <svg class={`icon ${props.tone ?? ""}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path fill="currentColor" fill-rule="evenodd" d={paths[props.name]} />
    </svg>
  );
}
