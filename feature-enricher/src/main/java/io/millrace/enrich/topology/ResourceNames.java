package io.millrace.enrich.topology;

/** Names of processors, stores and internal topics: kebab-case, every underscore of a field's or reference's name a dash. */
final class ResourceNames {
    private ResourceNames() {}

    static String dashed(String name) {
        return name.replace('_', '-');
    }
}
