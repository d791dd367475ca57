package io.millrace.app.yaml;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * One YAML file whose top is a mapping. What is wrong with it, now or when its values are asked for, is added to the
 * {@link Problems} it was read with. For one thread.
 */
public final class YamlDocument {
    /** Deeper nesting than any of our files has a use for; it also bounds the parser's recursion. */
    static final int MAX_DEPTH = 16;

    private final String name;
    private final Problems problems;
    private final String text;
    private final MappingNode top;

    private YamlDocument(String name, Problems problems, String text, MappingNode top) {
        this.text = text;
        this.name = name;
        this.problems = problems;
        this.top = top;
    }

    /**
     * Reads a file of at most {@value YamlText#MAX_BYTES} bytes of UTF-8.
     *
     * @param name what problems call the file
     * @return empty if the file as a whole cannot be used, which is then among the problems
     */
    public static Optional<YamlDocument> read(Path path, String name, Problems problems) {
        return YamlText.read(path, name, problems).flatMap(text -> parse(text, name, problems));
    }

    /** As {@link #read}, from text. */
    public static Optional<YamlDocument> parse(String text, String name, Problems problems) {
        var settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            if (!isPlain(new Parse(settings).parseString(text), name, problems)) {
                return Optional.empty();
            }
            var node = new Compose(settings).composeString(text);
            if (node.isEmpty()) {
                problems.add(new Problem(name, 1, "", "is empty"));
                return Optional.empty();
            }
            if (!(node.get() instanceof MappingNode top)) {
                problems.add(
                        new Problem(name, line(node.get().getStartMark()), "", "must be a mapping of keys to values"));
                return Optional.empty();
            }
            return Optional.of(new YamlDocument(name, problems, text, top));
        } catch (ReaderException e) {
            var before = text.codePoints()
                    .limit(e.getPosition())
                    .filter(c -> c == '\n')
                    .count();
            problems.add(new Problem(
                    name, 1 + (int) before, "", "has a control character, U+%04X".formatted(e.getCodePoint())));
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem(name, line(e.getProblemMark()), "", "is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(name, 1, "", "is not YAML: " + e.getMessage()));
        }
        return Optional.empty();
    }

    /** What the document was read from: the file's bytes are this in UTF-8, but for a byte order mark. */
    public String text() {
        return text;
    }

    /** The whole document. */
    public YamlMapping top() {
        return new YamlMapping(this, "", 1, top);
    }

    /** The line of the deepest value that exists on the way to {@code key}, such as {@code features[1].over}. */
    public int lineOf(String key) {
        return KeyPath.find(top, key).line();
    }

    /** Reports a problem at a key found by someone who knows the key but not its line. */
    public void report(String key, String message) {
        report(lineOf(key), key, message);
    }

    /** Whether a problem is known at exactly this key. */
    public boolean isKnown(String key) {
        return problems.isKnownAt(name, key);
    }

    /** Whether a problem is known at this key or below it. */
    public boolean isKnownWithin(String key) {
        return problems.isKnownWithin(name, key);
    }

    /** The text at a key; empty if there is none. */
    public String textAt(String key) {
        return KeyPath.find(top, key).node() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    void report(int line, String key, String message) {
        problems.add(new Problem(name, line, key, message));
    }

    /** From 1. */
    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }

    /**
     * Looks through the events before a tree is built from them, because building recurses by depth and because an
     * alias makes one node appear in many places: a few lines can stand for billions of values.
     */
    private static boolean isPlain(Iterable<Event> events, String name, Problems problems) {
        var open = new ArrayDeque<Event.ID>();
        var documents = 0;
        for (var event : events) {
            var refusal = refusal(event);
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                refusal = "has a second document (---), only one is read";
            }
            if (event instanceof CollectionStartEvent) {
                open.push(event.getEventId());
                refusal = open.size() > MAX_DEPTH ? "is nested deeper than " + MAX_DEPTH + " levels" : refusal;
            }
            if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                open.pop();
            }
            if (!refusal.isEmpty()) {
                problems.add(new Problem(name, line(event.getStartMark()), "", refusal));
                return false;
            }
        }
        return true;
    }

    /** Why a file with this event is not read; empty if it is. */
    private static String refusal(Event event) {
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            return "anchors and aliases (& and *) are not supported, write the value out";
        }
        if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start
                        && start.getTag().isPresent())) {
            return "tags (!) are not supported; quote a text that starts with !";
        }
        return "";
    }
}
