package io.millrace.app.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a pipeline runs. What it does is in its folder.
 *
 * @param bootstrap   Kafka brokers, {@code host:port[,host:port...]}
 * @param registryUrl base URL of a registry that speaks the Confluent API
 * @param stateDir    folder for state stores and the native library; made when missing
 * @param httpPort    port of health, metrics and features; 0 takes a free one
 * @param threads     stream threads per role, at least 1
 * @param instance    a name that stays with this instance over restarts (static membership), or null
 * @param createTopics partitions of input topics that do not exist yet, or 0 to refuse to start without them
 * @param state       how state is kept
 * @param advertise   {@code host} or {@code host:port} under which other instances find this one's HTTP server, the port in use
 *                    unless another is given; null if they are not told
 * @param tuning      what its Kafka clients are tuned for
 * @param admin       where its models are changed over HTTP; null if they are not
 * @param webhook     where its monitor tells of models that it asks for: http or https; null if nowhere
 */
public record RunSettings(
        String bootstrap,
        String registryUrl,
        Path stateDir,
        int httpPort,
        int threads,
        Set<Role> roles,
        @Nullable String instance,
        int createTopics,
        StateSettings state,
        @Nullable String advertise,
        Tuning tuning,
        @Nullable AdminSettings admin,
        @Nullable URI webhook) {
    /** A host name as URLs may have it, so without underscores, or an IPv6 address in brackets; then a port. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?<host>[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+])(:(?<port>\\d{1,5}))?");

    /** As machines call themselves; with a port, it would have to be in brackets. */
    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private static final int HIGHEST_PORT = 65_535;
    private static final Set<String> WEB = Set.of("http", "https");

    public RunSettings {
        roles = Set.copyOf(roles);
        if (advertise != null && BARE_IPV6.matcher(advertise).matches()) {
            advertise = "[" + advertise + "]";
        }
        var problems = new ArrayList<String>();
        if (roles.isEmpty()) {
            problems.add("a process needs at least one role");
        }
        if (threads < 1) {
            problems.add("threads must be at least 1, was " + threads);
        }
        if (httpPort < 0 || httpPort > HIGHEST_PORT) {
            problems.add("the HTTP port must be in [0, 65535], was " + httpPort);
        }
        if (createTopics < 0) {
            problems.add("partitions of topics to create must not be negative, was " + createTopics);
        }
        if (advertise != null && !isAddress(advertise)) {
            problems.add("the advertised address must be HOST or HOST:PORT, was '" + advertise + "'");
        }
        if (webhook != null && (webhook.getHost() == null || !WEB.contains(webhook.getScheme()))) {
            problems.add("the webhook must be a URL with http or https");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Settings with state as it is kept by default, not advertised, tuned for throughput. */
    public RunSettings(
            String bootstrap,
            String registryUrl,
            Path stateDir,
            int httpPort,
            int threads,
            Set<Role> roles,
            @Nullable String instance,
            int createTopics) {
        this(
                bootstrap,
                registryUrl,
                stateDir,
                httpPort,
                threads,
                roles,
                instance,
                createTopics,
                StateSettings.DEFAULT,
                null,
                Tuning.BALANCED,
                null,
                null);
    }

    /** The same with state kept so. */
    public RunSettings keeping(StateSettings kept) {
        return with(kept, advertise, tuning, admin, webhook);
    }

    /** The same, found by others under an address. */
    public RunSettings advertising(@Nullable String address) {
        return with(state, address, tuning, admin, webhook);
    }

    /** The same, tuned for something. */
    public RunSettings tunedFor(Tuning purpose) {
        return with(state, advertise, purpose, admin, webhook);
    }

    /** The same, with its models changed over HTTP. */
    public RunSettings administered(@Nullable AdminSettings where) {
        return with(state, advertise, tuning, where, webhook);
    }

    /** The same, with a webhook. */
    public RunSettings telling(@Nullable URI url) {
        return with(state, advertise, tuning, admin, url);
    }

    private RunSettings with(
            StateSettings kept,
            @Nullable String address,
            Tuning purpose,
            @Nullable AdminSettings where,
            @Nullable URI url) {
        return new RunSettings(
                bootstrap,
                registryUrl,
                stateDir,
                httpPort,
                threads,
                roles,
                instance,
                createTopics,
                kept,
                address,
                purpose,
                where,
                url);
    }

    /**
     * The address that others are told, with a port.
     *
     * @param httpPortInUse of this instance's HTTP server
     * @return null if they are not told
     */
    @Nullable
    String advertised(int httpPortInUse) {
        if (advertise == null) {
            return null;
        }
        Matcher address = ADDRESS.matcher(advertise);
        return address.matches() && address.group("port") == null ? advertise + ":" + httpPortInUse : advertise;
    }

    private static boolean isAddress(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return false;
        }
        String port = address.group("port");
        return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= HIGHEST_PORT);
    }
}
