package io.millrace.enrich.window;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes as lines of text, {@code key value} in hexadecimal, sorted: the form of committed fixtures. */
final class HexNodeStore implements NodeStore {
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, String> nodes = new TreeMap<>();

    static HexNodeStore of(List<String> lines) {
        var store = new HexNodeStore();
        for (String line : lines) {
            int space = line.indexOf(' ');
            store.nodes.put(line.substring(0, space), line.substring(space + 1));
        }
        return store;
    }

    List<String> lines() {
        return nodes.entrySet().stream()
                .map(node -> node.getKey() + " " + node.getValue())
                .toList();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        String value = nodes.get(HEX.formatHex(key));
        return value == null ? null : HEX.parseHex(value);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        nodes.put(HEX.formatHex(key), HEX.formatHex(value));
    }

    @Override
    public void delete(byte[] key) {
        nodes.remove(HEX.formatHex(key));
    }
}
