package minitaur.sim.dynamics;

import java.util.Arrays;
import minitaur.sim.contact.Contact;
import minitaur.sim.contact.ContactSolver;

/**
 * Contacts that one group of bodies adds to the solver in a step, each with its axes and a key that
 * identifies it across steps. The impulse of the contact with the same key in the last step is the
 * solver's initial guess.
 */
final class ContactList {
  private final ContactSolver solver;
  private final ImpulseCache lastImpulses;
  private final long[] keys;
  private final ContactFrame[] frames;
  private final double[] impulse = new double[3];
  private int first;
  private int size;

  /**
   * @param capacity max number of contacts in a step
   */
  ContactList(ContactSolver solver, int capacity) {
    this.solver = solver;
    lastImpulses = new ImpulseCache(capacity);
    keys = new long[capacity];
    frames = new ContactFrame[capacity];
    Arrays.setAll(frames, i -> new ContactFrame());
  }

  /** Starts a step; its contacts follow those in the solver. */
  void start() {
    first = solver.contactCount();
    size = 0;
  }

  /** Axes of the next contact, to be set before {@link #add}. */
  ContactFrame nextFrame() {
    return frames[size];
  }

  /** Adds the next contact to the solver; its rows must be set before {@link #prepare}. */
  Contact add(long key) {
    keys[size++] = key;
    return solver.nextContact();
  }

  /** Axes of the contact added last. */
  ContactFrame frame() {
    return frames[size - 1];
  }

  /**
   * Initializes the contact added last.
   *
   * @param warmScale factor of the last step's impulse
   * @param w whitened velocities of all bodies. Modified.
   */
  void prepare(double gap, double friction, double[] w, double warmScale) {
    ContactFrame frame = frame();
    lastImpulses.get(keys[size - 1], impulse);
    solver
        .contact(first + size - 1)
        .prepare(
            gap,
            friction,
            warmScale * frame.normalComponent(impulse),
            warmScale * frame.tangent1Component(impulse),
            warmScale * frame.tangent2Component(impulse),
            w);
  }

  /** Stores the solver's impulses for the next step. */
  void storeImpulses() {
    lastImpulses.clear();
    for (int i = 0; i < size; i++) {
      Contact contact = solver.contact(first + i);
      frames[i].toWorld(contact.normalImpulse(), contact.impulse1(), contact.impulse2(), impulse);
      lastImpulses.add(keys[i], impulse[0], impulse[1], impulse[2]);
    }
  }

  /** Impulses of the last step. */
  ImpulseCache lastImpulses() {
    return lastImpulses;
  }
}
