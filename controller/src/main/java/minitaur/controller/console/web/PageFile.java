package minitaur.controller.console.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import minitaur.controller.run.Sha256;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.util.Callback;

/**
 * A static file of the page.
 *
 * @param mediaType media type for the response
 * @param plain content. Not modified.
 * @param gzip gzip-compressed content. Not modified.
 * @param etag ETag of the content, with quotes
 */
record PageFile(String mediaType, byte[] plain, byte[] gzip, String etag) {
  private static final String THREE_PATH = "/META-INF/resources/webjars/three/0.181.1/build/";
  private static final String[] SHARED_FILES = {
    "theme.js", "style.css", "plot.js", "text.js", "icon.svg"
  };
  private static final String[] PAGE_FILES = {
    "index.html",
    "main.js",
    "connection.js",
    "commands.js",
    "kinematics.js",
    "side-view.js",
    "pose-view.js",
    "procedure.js",
    "pushes.js",
    "robot-view.js",
    "terrain-view.js",
    "player.js",
    "run-card.js",
    "gait.js",
    "plots.js",
    "tables.js"
  };
  private static final String[] THREE_FILES = {"three.module.min.js", "three.core.min.js"};
  private static final String UPLOT_PATH = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String[] UPLOT_FILES = {"uPlot.iife.min.js", "uPlot.min.css"};

  /** All files of the page, by request path. */
  static Map<String, PageFile> all() {
    Map<String, PageFile> files = shared();
    for (String name : PAGE_FILES) {
      files.put("/" + name, load("page/" + name, name));
    }
    for (String name : THREE_FILES) {
      files.put("/three/" + name, load(THREE_PATH + name, name));
    }
    return files;
  }

  /** Files shared by all pages for the same colors, tables and plots, by request path. */
  static Map<String, PageFile> shared() {
    Map<String, PageFile> files = new LinkedHashMap<>();
    for (String name : SHARED_FILES) {
      files.put("/" + name, load("page/" + name, name));
    }
    for (String name : UPLOT_FILES) {
      files.put("/uplot/" + name, load(UPLOT_PATH + name, name));
    }
    return files;
  }

  private static PageFile load(String resource, String name) {
    return load(PageFile.class, resource, name);
  }

  /** Loads a resource relative to a class, or with an absolute name. */
  static PageFile load(Class<?> owner, String resource, String name) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + resource);
      }
      byte[] plain = in.readAllBytes();
      return new PageFile(mediaType(name), plain, compress(plain), etag(plain));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends the file, or that it has not changed. No thread waits for a slow client, which could
   * otherwise keep others from loading the page.
   */
  void send(Context context) throws IOException {
    context.header(Header.ETAG, etag);
    context.header(Header.VARY, Header.ACCEPT_ENCODING);
    if (etag.equals(context.header(Header.IF_NONE_MATCH))) {
      context.status(HttpStatus.NOT_MODIFIED);
      return;
    }
    context.contentType(mediaType);
    String accepted = context.header(Header.ACCEPT_ENCODING);
    boolean compressed = accepted != null && accepted.contains("gzip");
    byte[] content = compressed ? gzip : plain;
    if (compressed) {
      context.header(Header.CONTENT_ENCODING, "gzip");
    }
    context.res().setContentLength(content.length);
    HttpOutput output = (HttpOutput) context.res().getOutputStream();
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Callback callback = Callback.from(() -> sent.complete(null), sent::completeExceptionally);
    context.future(
        () -> {
          output.sendContent(ByteBuffer.wrap(content), callback);
          return sent;
        });
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> "text/javascript; charset=utf-8";
    };
  }

  private static byte[] compress(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static String etag(byte[] plain) {
    return '"' + HexFormat.of().formatHex(Sha256.of(plain), 0, 8) + '"';
  }
}
