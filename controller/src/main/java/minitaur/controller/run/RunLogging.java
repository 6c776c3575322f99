package minitaur.controller.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends what is logged to where it belongs: warnings to the console, everything to a file. */
public final class RunLogging implements AutoCloseable {
  private static final String CONSOLE_PATTERN = "%level: %msg%n%nopex";
  private static final String FILE_PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n";

  private final LoggerContext context;
  private final Logger root;

  /**
   * Begins with the console alone, in place of whatever was set up before.
   *
   * @param context the logging of this process or, in a test, one of its own
   * @param console where warnings go
   * @param terminal whether that is a terminal, where a progress line may be in the way
   */
  public RunLogging(LoggerContext context, OutputStream console, boolean terminal) {
    this.context = context;
    context.reset();
    root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    context.getLogger("minitaur").setLevel(Level.TRACE);
    // JavaCPP warns of presets of another minor version, which are the newest there are.
    context.getLogger("org.bytedeco").setLevel(Level.ERROR);

    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setEncoder(encoder((terminal ? Terminal.CLEAR_LINE : "") + CONSOLE_PATTERN));
    appender.setOutputStream(new KeptOpen(console));
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    appender.addFilter(warnings);
    attach(appender, "console");
  }

  /** The logging of this process. */
  public static RunLogging ofProcess(OutputStream console) {
    return new RunLogging(
        (LoggerContext) LoggerFactory.getILoggerFactory(), console, Terminal.supportsUpdates());
  }

  /** Sends everything to {@code file} too, behind what it holds already. */
  public void writeTo(Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setEncoder(encoder(FILE_PATTERN));
    appender.setFile(file.toString());
    appender.setAppend(true);
    attach(appender, file.toString());
  }

  private void attach(Appender<ILoggingEvent> appender, String name) {
    appender.setName(name);
    appender.setContext(context);
    appender.start();
    root.addAppender(appender);
  }

  private PatternLayoutEncoder encoder(String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.start();
    return encoder;
  }

  /** Writes out what is under way and logs no more. */
  @Override
  public void close() {
    context.reset();
    root.setLevel(Level.OFF);
  }

  /** The console is not ours to close. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
