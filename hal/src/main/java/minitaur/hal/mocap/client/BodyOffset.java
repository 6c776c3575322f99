package minitaur.hal.mocap.client;

import static minitaur.hal.settings.InvalidSettingException.requireBetween;

import minitaur.hal.settings.Setting;

/**
 * Pose of the trunk in the frame of the marker body: the position of the trunk's origin in the
 * body's axes (converted to Z up if the server uses Y up), and the rotation of the trunk relative
 * to the body, R = Rz(yaw) Ry(pitch) Rx(roll). Without it, pitch motion appears as surge: a lever
 * arm of 0.1 m and 5 degrees at 3 Hz give 0.16 m/s.
 */
public record BodyOffset(
    @Setting(doc = "Trunk's origin, forward of the marker body's.", unit = "m") double xMetres,
    @Setting(doc = "Trunk's origin, to the left of the marker body's.", unit = "m") double yMetres,
    @Setting(
            doc = "Trunk's origin, above the marker body's; negative for markers on its back.",
            unit = "m")
        double zMetres,
    @Setting(doc = "Rotation of the trunk relative to the marker body, about x.", unit = "rad")
        double rollRad,
    @Setting(doc = "Rotation of the trunk relative to the marker body, about y.", unit = "rad")
        double pitchRad,
    @Setting(doc = "Rotation of the trunk relative to the marker body, about z.", unit = "rad")
        double yawRad) {

  private static final double FULL_TURN = 6.2832;

  /** No offset: the body's frame is the trunk's frame. */
  public static final BodyOffset NONE = new BodyOffset(0, 0, 0, 0, 0, 0);

  public BodyOffset {
    requireBetween("xMetres", xMetres, -1, 1);
    requireBetween("yMetres", yMetres, -1, 1);
    requireBetween("zMetres", zMetres, -1, 1);
    requireBetween("rollRad", rollRad, -FULL_TURN, FULL_TURN);
    requireBetween("pitchRad", pitchRad, -FULL_TURN, FULL_TURN);
    requireBetween("yawRad", yawRad, -FULL_TURN, FULL_TURN);
  }
}
