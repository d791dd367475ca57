package io.millrace.enrich.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecentNodesTest {
    private static final int ENTRY = 1 + 10 + 120;

    private final InMemoryNodeStore behind = new InMemoryNodeStore();
    private final List<String> asked = new ArrayList<>();
    private final NodeStore store = new NodeStore() {
        @Override
        public byte @Nullable [] get(byte[] key) {
            asked.add(new String(key, UTF_8));
            return behind.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            behind.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            behind.delete(key);
        }
    };
    private final RecentNodes nodes = new RecentNodes(store, 2 * ENTRY);

    private static byte[] key(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void writesThroughAndReadsWhatWasWrittenWithoutAsking() {
        byte[] value = new byte[10];
        nodes.put(key("a"), value);

        assertThat(behind.get(key("a"))).isSameAs(value);
        assertThat(nodes.get(key("a"))).isSameAs(value);
        assertThat(asked).isEmpty();
    }

    @Test
    void asksOnceForWhatIsThereAndEveryTimeForWhatIsNot() {
        behind.put(key("a"), new byte[10]);

        nodes.get(key("a"));
        nodes.get(key("a"));
        nodes.get(key("b"));
        nodes.get(key("b"));

        assertThat(asked).containsExactly("a", "b", "b");
    }

    @Test
    void forgetsWhatWasUsedLongestAgoWhenTheBytesAreMore() {
        nodes.put(key("a"), new byte[10]);
        nodes.put(key("b"), new byte[10]);
        nodes.get(key("a"));
        nodes.put(key("c"), new byte[10]);

        nodes.get(key("a"));
        nodes.get(key("c"));
        assertThat(asked).isEmpty();
        nodes.get(key("b"));
        assertThat(asked).containsExactly("b");
    }

    @Test
    void countsTheBytesOfWhatReplacesAndOfWhatIsDeleted() {
        nodes.put(key("a"), new byte[10]);
        nodes.put(key("a"), new byte[10]);
        nodes.put(key("b"), new byte[10]);
        nodes.delete(key("a"));
        nodes.put(key("c"), new byte[10]);
        nodes.get(key("b"));
        nodes.get(key("c"));
        assertThat(asked).isEmpty();

        nodes.put(key("b"), new byte[11]);
        nodes.get(key("c"));
        assertThat(asked).containsExactly("c");
    }

    @Test
    void oneThatIsTooLargeIsNotHeld() {
        nodes.put(key("a"), new byte[2 * ENTRY]);

        assertThat(nodes.get(key("a"))).hasSize(2 * ENTRY);
        assertThat(asked).containsExactly("a");
    }

    @Test
    void aDeletedOneIsGone() {
        nodes.put(key("a"), new byte[10]);
        nodes.delete(key("a"));

        assertThat(nodes.get(key("a"))).isNull();
        assertThat(behind.size()).isZero();
    }

    @Test
    void alwaysAnswersAsTheStoreWould() {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = key(Integer.toString(random.nextInt(6)));
            switch (random.nextInt(3)) {
                case 0 -> nodes.put(key, new byte[random.nextInt(60)]);
                case 1 -> nodes.delete(key);
                default -> assertThat(nodes.get(key)).isSameAs(behind.get(key));
            }
        }
    }
}
