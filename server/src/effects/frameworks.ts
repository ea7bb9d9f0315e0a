/**
 * Functions that servers and libraries call: how they look, and how they are run. Data only; `entry.ts`
 * reads it. A framework is added by a line here.
 */

/** How the library runs such a function. */
export type Runs =
  /** Several at the same time: one for each request, message or scrape. */
  | "beside-itself"
  /** Beside the rest of the program, but one after the other. */
  | "alone"
  /** As a part of `main`, or of what it does first. */
  | "as-main";

/** What a function looks like that a library calls. */
export interface EntryShape {
  /**
   * The types as they are written, with full import paths but without major versions; `%` stands for
   * anything, `[%]` for any type arguments.
   */
  readonly params: readonly string[];
  readonly results: readonly string[];
  /** The method's name, where the types alone would not tell. */
  readonly method?: RegExp;
  /** Only exported methods of a type that is registered as a service. */
  readonly service?: true;
  readonly runs: Runs;
}

const http = ["net/http.ResponseWriter", "*net/http.Request"];
const gin = "*github.com/gin-gonic/gin.Context";
const echo = "github.com/labstack/echo.Context";
const fiber = "github.com/gofiber/fiber.Ctx";
const grpc = "google.golang.org/grpc";

/** In the order in which they are tried. */
export const entryShapes: readonly EntryShape[] = [
  // net/http, server.go, Server.Serve: "creating a new service goroutine for each". Routers that take its
  // handlers (chi, gorilla/mux) need nothing else; httprouter adds the parameters of the path.
  { params: http, results: [], runs: "beside-itself" },
  {
    params: [...http, "github.com/julienschmidt/httprouter.Params"],
    results: [],
    runs: "beside-itself",
  },
  // net/http, client.go, RoundTripper: "must be safe for concurrent use by multiple goroutines".
  {
    params: ["*net/http.Request"],
    results: ["*net/http.Response", "error"],
    method: /^RoundTrip$/,
    runs: "beside-itself",
  },
  // golang.org/x/tools/go/analysis, internal/checker, action.exec: analyzers run in parallel over packages.
  { params: ["*golang.org/x/tools/go/analysis.Pass"], results: ["%", "error"], runs: "beside-itself" },
  // The handlers of these servers get a goroutine for each request, as those of net/http.
  { params: [gin], results: [], runs: "beside-itself" },
  { params: [echo], results: ["error"], runs: "beside-itself" },
  { params: [`*${echo}`], results: ["error"], runs: "beside-itself" },
  { params: [fiber], results: ["error"], runs: "beside-itself" },
  { params: [`*${fiber}`], results: ["error"], runs: "beside-itself" },
  { params: ["*github.com/valyala/fasthttp.RequestCtx"], results: [], runs: "beside-itself" },
  { params: ["github.com/kataras/iris.Context"], results: [], runs: "beside-itself" },
  { params: ["*golang.org/x/net/websocket.Conn"], results: [], runs: "beside-itself" },
  // gRPC, Documentation/concurrency.md: "Each RPC handler ... will be invoked in its own goroutine".
  {
    params: ["context.Context", "*%"],
    results: ["*%", "error"],
    service: true,
    runs: "beside-itself",
  },
  { params: ["*%", "%Server"], results: ["error"], service: true, runs: "beside-itself" },
  { params: ["*%", "%Server[%]"], results: ["error"], service: true, runs: "beside-itself" },
  { params: ["%Server"], results: ["error"], service: true, runs: "beside-itself" },
  { params: ["%Server[%]"], results: ["error"], service: true, runs: "beside-itself" },
  {
    params: ["context.Context", "%", `*${grpc}.UnaryServerInfo`, `${grpc}.UnaryHandler`],
    results: ["%", "error"],
    runs: "beside-itself",
  },
  {
    params: ["%", `${grpc}.ServerStream`, `*${grpc}.StreamServerInfo`, `${grpc}.StreamHandler`],
    results: ["error"],
    runs: "beside-itself",
  },
  {
    params: ["context.Context", "*connectrpc.com/connect.Request[%]"],
    results: ["*connectrpc.com/connect.Response[%]", "error"],
    runs: "beside-itself",
  },
  // net/rpc, server.go, Server.ServeCodec: `go service.call(...)` for each request.
  { params: ["%", "*%"], results: ["error"], service: true, runs: "beside-itself" },
  // go-micro, server/rpc_server.go, and rpcx, server/server.go: a goroutine for each request.
  { params: ["context.Context", "*%", "*%"], results: ["error"], service: true, runs: "beside-itself" },
  // crypto/tls, common.go, Config: "may be called concurrently"; golang.org/x/crypto/ssh runs its callbacks
  // in the goroutine of the connection.
  {
    params: ["*crypto/tls.ClientHelloInfo"],
    results: ["%", "error"],
    runs: "beside-itself",
  },
  {
    params: ["golang.org/x/crypto/ssh.ConnMetadata", "%"],
    results: ["*golang.org/x/crypto/ssh.Permissions", "error"],
    runs: "beside-itself",
  },
  // prometheus/client_golang, collector.go: "Collect ... may be called concurrently and must therefore be
  // implemented in a concurrency safe way"; Describe runs while the collector is registered.
  {
    params: ["chan<- github.com/prometheus/client_golang/prometheus.Metric"],
    results: [],
    method: /^Collect$/,
    runs: "beside-itself",
  },
  {
    params: ["chan<- *github.com/prometheus/client_golang/prometheus.Desc"],
    results: [],
    method: /^Describe$/,
    runs: "as-main",
  },
  // controller-runtime, pkg/controller: MaxConcurrentReconciles "defaults to 1".
  {
    params: ["context.Context", "%.Request"],
    results: ["%.Result", "error"],
    method: /^Reconcile$/,
    runs: "alone",
  },
  // paho.mqtt.golang, options.go, SetOrderMatters: true by default, messages one after the other.
  {
    params: ["github.com/eclipse/paho.mqtt.golang.Client", "github.com/eclipse/paho.mqtt.golang.Message"],
    results: [],
    runs: "alone",
  },
  // nats.go: one goroutine for each subscription.
  { params: ["*github.com/nats-io/nats.go.Msg"], results: [], runs: "alone" },
  // discordgo, event.go: `go eh.eventHandler.Handle(s, i)` unless SyncEvents is set.
  {
    params: ["*github.com/bwmarrin/discordgo.Session", "*github.com/bwmarrin/discordgo.%"],
    results: [],
    runs: "beside-itself",
  },
  // cobra, command.go, Command.Run: the body of a command line program.
  { params: ["*github.com/spf13/cobra.Command", "[]string"], results: [], runs: "as-main" },
  { params: ["*github.com/spf13/cobra.Command", "[]string"], results: ["error"], runs: "as-main" },
];

/**
 * Literals of these types that are arguments of a call are registrations: one goroutine calls all their functions,
 * one after the other. client-go, tools/cache/shared_informer.go, processorListener.run; each call of
 * AddEventHandler makes a listener.
 */
export const registrations =
  /^k8s\.io\/client-go\/tools\/cache\.(ResourceEventHandler(Detailed)?Funcs|FilteringResourceEventHandler)$/;

/** An embedded field that makes a struct the implementation of a gRPC service (protoc-gen-go-grpc). */
export const serviceField = /^(Unimplemented|Unsafe)\w+Server$/;

/** Calls that register an argument as a service, by the function's name, and which argument it is. */
export const serviceRegistrations: readonly { readonly name: RegExp; readonly argument: number }[] = [
  { name: /^Register\w+Server$/, argument: 1 },
  { name: /^net\/rpc\.(Server\.)?Register$/, argument: 0 },
  { name: /^net\/rpc\.(Server\.)?RegisterName$/, argument: 1 },
  { name: /^go-micro\.dev(\/\w+)?\.((Service|Server)\.)?Handle$/, argument: 0 },
  { name: /^go-micro\.dev\.RegisterHandler$/, argument: 1 },
  { name: /^github\.com\/smallnest\/rpcx\/server\.Server\.Register$/, argument: 0 },
  { name: /^github\.com\/smallnest\/rpcx\/server\.Server\.RegisterName$/, argument: 1 },
];
