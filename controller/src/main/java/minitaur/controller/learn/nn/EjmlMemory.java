package minitaur.controller.learn.nn;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** Memory in a Java array, for EJML. */
final class EjmlMemory extends FloatMemory {
  private final float[] values;

  EjmlMemory(int length) {
    super(length);
    values = new float[length];
  }

  @Override
  Matrix window(int offset, int rows, int columns, int stride) {
    return new EjmlMatrix(this, offset, rows, columns, stride);
  }

  @Override
  public void read(int offset, float[] to, int start, int count) {
    System.arraycopy(values, offset, to, start, count);
  }

  @Override
  public void write(int offset, float[] from, int start, int count) {
    System.arraycopy(from, start, values, offset, count);
  }

  private static final class EjmlMatrix extends Matrix {
    /**
     * Packed copy for products, because EJML does not support submatrix views of a larger array.
     */
    private final FMatrixRMaj packed;

    EjmlMatrix(EjmlMemory memory, int offset, int rows, int columns, int stride) {
      super(memory, offset, rows, columns, stride);
      packed = new FMatrixRMaj(rows, columns);
    }

    private FMatrixRMaj pack() {
      read(packed.data);
      return packed;
    }

    @Override
    void multiply(
        int count, Matrix a, boolean transposeA, Matrix b, boolean transposeB, int inner) {
      // Computes all rows, also those beyond count, which are not used. Speed does not matter for
      // this backend.
      FMatrixRMaj left = ((EjmlMatrix) a).pack();
      FMatrixRMaj right = ((EjmlMatrix) b).pack();
      if (transposeA && transposeB) {
        CommonOps_FDRM.multTransAB(left, right, packed);
      } else if (transposeA) {
        CommonOps_FDRM.multTransA(left, right, packed);
      } else if (transposeB) {
        CommonOps_FDRM.multTransB(left, right, packed);
      } else {
        CommonOps_FDRM.mult(left, right, packed);
      }
      write(packed.data);
    }
  }
}
