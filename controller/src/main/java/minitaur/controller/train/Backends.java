package minitaur.controller.train;

import minitaur.controller.learn.nn.MatrixBackend;
import minitaur.controller.settings.ComputeSettings;

/** Who multiplies matrices, by the configuration. */
final class Backends {
  private Backends() {}

  static MatrixBackend choose(ComputeSettings.MatrixBackend wanted) {
    return switch (wanted) {
      case AUTOMATIC -> MatrixBackend.fastest();
      case OPENBLAS -> MatrixBackend.OPENBLAS;
      case EJML -> MatrixBackend.EJML;
    };
  }
}
