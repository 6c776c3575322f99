package minitaur.controller.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.LoggerFactory;

/** Configures logging: warnings go to the console, all messages to a file. */
public final class RunLogging implements AutoCloseable {
  private static final String CONSOLE_PATTERN = "%level: %msg%n%nopex";
  private static final String FILE_PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n";

  /** Number of earlier log files to keep. */
  static final int MAX_EARLIER_FILES = 3;

  private static final long MAX_FILE_BYTES = 10_000_000;

  private final LoggerContext context;
  private final Logger root;

  /**
   * Replaces the current configuration by logging to the console only.
   *
   * @param context logger context of this process or, in a test, a separate one
   * @param console output for warnings
   * @param terminal whether the console is a terminal that may show a progress line
   */
  public RunLogging(LoggerContext context, OutputStream console, boolean terminal) {
    this.context = context;
    context.reset();
    root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    context.getLogger("minitaur").setLevel(Level.TRACE);
    // JavaCPP warns that presets have a different minor version, but they are the newest available.
    context.getLogger("org.bytedeco").setLevel(Level.ERROR);

    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setEncoder(encoder((terminal ? Terminal.CLEAR_LINE : "") + CONSOLE_PATTERN));
    appender.setOutputStream(new NonClosingStream(console));
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();
    appender.addFilter(warnings);
    attach(appender, "console");
  }

  /** Configures the logging of this process. */
  public static RunLogging ofProcess(OutputStream console) {
    return new RunLogging(
        (LoggerContext) LoggerFactory.getILoggerFactory(), console, Terminal.supportsUpdates());
  }

  /**
   * Also appends all messages to {@code file}. When the file reaches the max size, it is renamed to
   * {@code file.1}, and so on; only {@link #MAX_EARLIER_FILES} earlier files are kept.
   */
  public void writeTo(Path file) {
    writeTo(file, MAX_FILE_BYTES);
  }

  void writeTo(Path file, long maxBytes) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder(FILE_PATTERN));
    appender.setFile(file.toString());
    appender.setAppend(true);
    NumberedRollingPolicy rolling = new NumberedRollingPolicy(file);
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(maxBytes));
    trigger.setCheckIncrement(Duration.buildByMilliseconds(0));
    trigger.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
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

  /** Closes all appenders and turns logging off. */
  @Override
  public void close() {
    context.reset();
    root.setLevel(Level.OFF);
  }

  /**
   * Numbers earlier files. Unlike logback's policies, it supports arbitrary characters in paths.
   */
  private static final class NumberedRollingPolicy extends RollingPolicyBase {
    private final Path file;

    NumberedRollingPolicy(Path file) {
      this.file = file;
    }

    @Override
    public void rollover() {
      try {
        for (int number = MAX_EARLIER_FILES; number > 1; number--) {
          Path source = numberedFile(number - 1);
          if (Files.exists(source)) {
            Files.move(source, numberedFile(number), StandardCopyOption.REPLACE_EXISTING);
          }
        }
        Files.move(file, numberedFile(1), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new RolloverFailure("cannot rename " + file, e);
      }
    }

    private Path numberedFile(int number) {
      return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public String getActiveFileName() {
      return file.toString();
    }
  }

  /** Flushes the console instead of closing it. */
  private static final class NonClosingStream extends FilterOutputStream {
    NonClosingStream(OutputStream out) {
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
