package io.millrace.drift.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The texts of one column, row by row, until they are profiled. Texts that are equal are held once. */
final class TextColumn {
    private final String name;
    private final Map<String, String> held = new HashMap<>();
    private final List<@Nullable String> values;

    TextColumn(String name) {
        this(name, new ArrayList<>());
    }

    private TextColumn(String name, List<@Nullable String> values) {
        this.name = name;
        this.values = values;
    }

    void add(@Nullable String text) {
        values.add(text == null ? null : held.computeIfAbsent(Category.nameOf(text), same -> same));
    }

    @Nullable
    String value(int row) {
        return values.get(row);
    }

    TextColumn without(int from, int to) {
        var rest = new ArrayList<@Nullable String>(values.subList(0, from));
        rest.addAll(values.subList(to, values.size()));
        return new TextColumn(name, rest);
    }

    TextProfile profile() {
        var counts = new HashMap<String, Long>();
        values.stream().filter(Objects::nonNull).forEach(text -> counts.merge(text, 1L, Long::sum));
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        var categories = counts.entrySet().stream()
                .map(entry -> new Category(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Category::count).reversed().thenComparing(Category::name))
                .limit(TextProfile.MOST_CATEGORIES)
                .toList();
        return new TextProfile(name, count, values.size() - count, counts.size(), categories, Map.of());
    }
}
