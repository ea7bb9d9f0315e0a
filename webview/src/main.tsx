/** The panel's entry. The page names its worker's script in `data-worker` (see protocol's panel-page). */
import { render } from "preact";
import { workerScript } from "./channel.ts";
import { App } from "./components/App.tsx";
import { connect } from "./host.ts";
import { makeSimulator } from "./simulator.ts";
import "./style/panel.css";

const { currentScript } = document;
const script =
  currentScript instanceof HTMLScriptElement
    ? workerScript(currentScript.dataset.worker ?? "", currentScript.nonce)
    : workerScript("", "");
const host = connect();
window.addEventListener("error", (event) => host.send({ type: "error", message: event.message }));
window.addEventListener("unhandledrejection", (event) =>
  host.send({ type: "error", message: String(event.reason) }),
);
const root = document.getElementById("panel");
if (root !== null) render(<App host={host} simulator={makeSimulator(script)} />, root);
