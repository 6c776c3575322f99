package minitaur.controller.console.web;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import minitaur.controller.console.web.access.AccessRules;
import minitaur.hal.file.FileErrors;

/**
 * A read-only page: static files, and a JSON document that the page polls. Served only to this
 * computer, with the connection limits, headers and host check of the operator's page.
 */
public final class ReportPage implements AutoCloseable {
  private static final String REPORT_PATH = "/report.json";
  private static final String INDEX_PATH = "/index.html";

  private final Javalin server;

  private ReportPage(Javalin server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param port requested port; if it is in use, the next free one is used; 0 for any
   * @param owner class whose package contains the files, in the folder {@code page}
   * @param files file names, including index.html. The style sheet and plots of the operator's page
   *     are served too. Not modified.
   * @param report creates the JSON document; called from the server's threads
   * @throws IOException if the port cannot be used
   */
  public static ReportPage start(
      int port, Class<?> owner, List<String> files, Callable<byte[]> report) throws IOException {
    AccessRules rules = new AccessRules("", AccessRules.localHostNames(), false);
    Map<String, PageFile> loaded = PageFile.shared();
    files.forEach(name -> loaded.put("/" + name, PageFile.load(owner, "page/" + name, name)));
    return new ReportPage(
        ConsoleServer.listen(
            InetAddress.getLoopbackAddress(),
            port,
            routes -> addTo(routes, rules, loaded, report),
            rules));
  }

  private static void addTo(
      RoutesConfig routes,
      AccessRules rules,
      Map<String, PageFile> files,
      Callable<byte[]> report) {
    routes.before(context -> ConsoleRoutes.guard(context, rules));
    files.forEach((path, file) -> routes.get(path, file::send));
    routes.get("/", context -> context.redirect(INDEX_PATH));
    routes.get(
        REPORT_PATH, context -> context.contentType("application/json").result(report.call()));
    routes.exception(
        Exception.class,
        (e, context) ->
            context
                .status(HttpStatus.INTERNAL_SERVER_ERROR)
                .result("the report failed: " + FileErrors.message(e)));
  }

  /** URL of the page. */
  public String url() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  @Override
  public void close() {
    server.stop();
  }
}
