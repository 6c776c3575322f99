package minitaur.hal.mocap.wire;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Parser of QTM's XML parameters for the names of the 6D bodies, in the order of their data. */
final class QtmBodyNames {
  private static final int MAX_BODIES = 1024;

  private QtmBodyNames() {}

  /** Parses the names; null if the XML is malformed or contains no 6D parameters. */
  static @Nullable List<String> parse(String xml) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    // XML from a server must neither read files nor expand without limit.
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      return readNames(factory.createXMLStreamReader(new StringReader(xml)));
    } catch (XMLStreamException ignored) {
      return null;
    }
  }

  private static @Nullable List<String> readNames(XMLStreamReader reader)
      throws XMLStreamException {
    List<String> names = null;
    boolean inBody = false;
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      String element = reader.getLocalName();
      if (element.equals("The_6D")) {
        names = new ArrayList<>();
      } else if (element.equals("Body")) {
        inBody = true;
      } else if (element.equals("Name") && inBody && names != null) {
        names.add(reader.getElementText().strip());
        inBody = false;
        if (names.size() > MAX_BODIES) {
          return null;
        }
      }
    }
    return names;
  }
}
