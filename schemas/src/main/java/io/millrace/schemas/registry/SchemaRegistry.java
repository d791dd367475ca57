package io.millrace.schemas.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema registry that answers Confluent's API. Schemas by id are cached for good, because an id never changes its
 * schema; that an id is unknown is not cached at all, because the next record may come after its registration.
 *
 * <p>Thread-safe. Every method may ask the registry over the network and then throws {@link RegistryUnavailableException}
 * when that fails; connecting is given up after {@link #CONNECT_TIMEOUT_MILLIS}, an answer after {@link
 * #READ_TIMEOUT_MILLIS}.
 */
public final class SchemaRegistry {
    /** How long {@link #connect} lets a connection take, in milliseconds. */
    public static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** How long {@link #connect} lets an answer take, in milliseconds. */
    public static final int READ_TIMEOUT_MILLIS = 10_000;

    /** Ids remembered at most; the client forgets the ones longest unused. */
    private static final int CACHE_CAPACITY = 10_000;

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int INCOMPATIBLE = 409;
    private static final int INVALID_SCHEMA = 42201;

    private final SchemaRegistryClient client;

    /**
     * A registry behind a client.
     *
     * @param client asked for everything; caches schemas by id
     */
    public SchemaRegistry(SchemaRegistryClient client) {
        this.client = client;
    }

    /**
     * A registry reached over HTTP. Opens no connection yet.
     *
     * @param url of the registry; several of one cluster are separated by commas
     */
    public static SchemaRegistry connect(String url) {
        var settings = Map.of(
                SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, CONNECT_TIMEOUT_MILLIS,
                SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, READ_TIMEOUT_MILLIS);
        return new SchemaRegistry(new CachedSchemaRegistryClient(url, CACHE_CAPACITY, settings));
    }

    /** Subject under which the schema of a topic's values is registered, by Confluent's default convention. */
    public static String valueSubject(String topic) {
        return topic + "-value";
    }

    /**
     * The schema registered under an id.
     *
     * @param id as registries give them, from 1; any other is unknown without being asked for
     * @throws UnknownSchemaException if the registry says that there is none, or that it is no Avro schema
     */
    public Schema byId(int id) throws UnknownSchemaException {
        if (id < 1) {
            throw new UnknownSchemaException("schema id " + id + " is none that a registry gives");
        }
        try {
            if (client.getSchemaById(id) instanceof AvroSchema avro) {
                return avro.rawSchema();
            }
            throw new UnknownSchemaException("schema id " + id + " is not an Avro schema");
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                throw new UnknownSchemaException("the registry knows no schema id " + id);
            }
            throw unavailable("cannot fetch schema id " + id, e);
        } catch (IOException e) {
            if (isAnswerThatIsNoAvroSchema(e)) {
                throw new UnknownSchemaException("schema id " + id + " is not an Avro schema");
            }
            throw unavailable("cannot fetch schema id " + id, e);
        }
    }

    /**
     * Registers a schema unless the subject already holds it. Compatibility is checked first, under the level set for the
     * subject. Java's own annotations of strings are left out, so that all languages register the same schema.
     *
     * @return the schema's id, the same for every subject and every call
     * @throws IncompatibleSchemaException with every reason, if the subject's schemas forbid this one
     */
    public int register(String subject, Schema schema) throws IncompatibleSchemaException {
        var candidate = new AvroSchema(withoutJavaStrings(schema));
        try {
            var registered = idUnder(subject, candidate);
            if (registered.isPresent()) {
                return registered.get();
            }
            requireCompatible(subject, candidate);
            return client.register(subject, candidate);
        } catch (RestClientException e) {
            if (isRefusal(e)) {
                throw new IncompatibleSchemaException(subject, List.of(String.valueOf(e.getMessage())));
            }
            throw unavailable("cannot register under " + subject, e);
        } catch (IOException e) {
            throw unavailable("cannot register under " + subject, e);
        }
    }

    /**
     * The newest schema of a subject, or empty if the subject has none.
     *
     * @throws org.apache.avro.SchemaParseException if it is no Avro schema
     */
    public Optional<Schema> latest(String subject) {
        try {
            return Optional.of(
                    new AvroSchema(client.getLatestSchemaMetadata(subject).getSchema()).rawSchema());
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return Optional.empty();
            }
            throw unavailable("cannot fetch the latest schema of " + subject, e);
        } catch (IOException e) {
            throw unavailable("cannot fetch the latest schema of " + subject, e);
        }
    }

    private Optional<Integer> idUnder(String subject, AvroSchema schema) throws IOException, RestClientException {
        try {
            return Optional.of(client.getId(subject, schema));
        } catch (RestClientException e) {
            if (isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void requireCompatible(String subject, AvroSchema schema)
            throws IOException, RestClientException, IncompatibleSchemaException {
        try {
            var reasons = client.testCompatibilityVerbose(subject, schema);
            if (!reasons.isEmpty()) {
                throw new IncompatibleSchemaException(subject, reasons);
            }
        } catch (RestClientException e) {
            // a subject without a version has nothing to be incompatible with
            if (!isNotFound(e)) {
                throw e;
            }
        }
    }

    /** By Confluent's own code: a bare 404 is a wrong address or a proxy, and no answer. */
    private static boolean isNotFound(RestClientException e) {
        return switch (e.getErrorCode()) {
            case SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND -> true;
            default -> false;
        };
    }

    private static boolean isRefusal(RestClientException e) {
        return e.getErrorCode() == INCOMPATIBLE || e.getErrorCode() == INVALID_SCHEMA;
    }

    /**
     * The client reports a schema it cannot parse (JSON Schema, Protobuf, broken Avro) as an IOException of exactly this
     * class and beginning; transport faults are subclasses or read otherwise.
     */
    private static boolean isAnswerThatIsNoAvroSchema(IOException e) {
        var message = e.getMessage();
        return e.getClass() == IOException.class && message != null && message.startsWith("Invalid schema");
    }

    /** Generated classes mark strings for Java's eyes only; in Schema's compact JSON the mark always reads like this. */
    private static Schema withoutJavaStrings(Schema schema) {
        var json = schema.toString();
        var plain = json.replace(",\"avro.java.string\":\"String\"", "");
        return plain.equals(json) ? schema : new Schema.Parser().parse(plain);
    }

    private static RegistryUnavailableException unavailable(String what, Exception cause) {
        return new RegistryUnavailableException(what + ": " + cause.getMessage(), cause);
    }
}
