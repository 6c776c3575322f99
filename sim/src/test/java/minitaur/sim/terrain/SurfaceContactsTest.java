package minitaur.sim.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SurfaceContactsTest {
  @Test
  void throwsWhenCapacityIsExceeded() {
    SurfaceContacts contacts = new SurfaceContacts();
    for (int i = 0; i < SurfaceContacts.CAPACITY; i++) {
      contacts.add(i, 0, 0, 0, 1, 1);
    }
    assertThatThrownBy(() -> contacts.add(99, 0, 0, 0, 1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than " + SurfaceContacts.CAPACITY + " surfaces");
    contacts.clear();
    assertThat(contacts.size()).isZero();
  }

  @Test
  void findsFlatGroundWithinMarginOnly() {
    SurfaceContacts contacts = new SurfaceContacts();
    FlatGround ground = new FlatGround(0.5);
    ground.contacts(3, 4, 0.5, 0.1, 0.3, contacts);
    assertThat(contacts.size()).isZero();
    ground.contacts(3, 4, 0.05, 0.1, 0.3, contacts);
    assertThat(contacts.size()).isEqualTo(1);
    assertThat(contacts.gap(0)).isEqualTo(-0.05);
    assertThat(contacts.normalZ(0)).isEqualTo(1);
    assertThat(contacts.friction(0)).isEqualTo(0.5);
  }
}
