package io.millrace.enrich.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A sorted map; what is opened shows what was there then. */
public final class InMemoryOrderedStore implements OrderedStore {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public void put(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        entries.remove(key);
    }

    @Override
    public Entries ascending(byte[] from, byte[] to) {
        return new Opened(entries.subMap(from, true, to, true));
    }

    @Override
    public Entries descending(byte[] from, byte[] to) {
        return new Opened(entries.subMap(from, true, to, true).descendingMap());
    }

    private static final class Opened implements Entries {
        private final Iterator<Map.Entry<byte[], byte[]>> entries;

        private Opened(NavigableMap<byte[], byte[]> range) {
            List<Map.Entry<byte[], byte[]>> now = new ArrayList<>();
            range.forEach((key, value) -> now.add(Map.entry(key, value)));
            this.entries = now.iterator();
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry next() {
            var next = entries.next();
            return new Entry(next.getKey(), next.getValue());
        }

        @Override
        public void close() {}
    }
}
