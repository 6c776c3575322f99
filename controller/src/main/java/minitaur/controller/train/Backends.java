package minitaur.controller.train;

import java.util.Locale;
import minitaur.controller.config.ConfigException;
import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.settings.ControllerConfig;

/** Selects the matrix backend of a configuration. */
final class Backends {
  private Backends() {}

  /**
   * The backend that a configuration selects.
   *
   * @throws ConfigException if it is not available on this machine
   */
  static MatrixBackend choose(ControllerConfig config) {
    return switch (config.compute().matrixBackend()) {
      case AUTOMATIC -> config.learner().backend();
      case ONEDNN -> required(MatrixBackend.ONEDNN);
      case OPENBLAS -> required(MatrixBackend.OPENBLAS);
      case EJML -> MatrixBackend.EJML;
    };
  }

  private static MatrixBackend required(MatrixBackend backend) {
    String reason = backend.unavailableReason();
    if (!reason.isEmpty()) {
      throw ConfigException.at(
          "",
          "compute.matrixBackend",
          "is " + backend.name().toLowerCase(Locale.ROOT) + ", which cannot be used: " + reason,
          "use automatic");
    }
    return backend;
  }
}
